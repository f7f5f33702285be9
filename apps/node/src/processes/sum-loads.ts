import type { AdmissionLoad } from '../http/admission.ts'

/** The load of processes that share one port as that of one server: what is given up goes by the most loaded of them. */
export function sumLoads([first, ...others]: readonly [
  AdmissionLoad,
  ...AdmissionLoad[],
]): AdmissionLoad {
  return others.reduce(
    (sum, load) => ({
      level: load.level > sum.level ? load.level : sum.level,
      working: sum.working + load.working,
      places: sum.places + load.places,
      servedPerSecond: sum.servedPerSecond + load.servedPerSecond,
      refused: sum.refused + load.refused,
    }),
    first,
  )
}
