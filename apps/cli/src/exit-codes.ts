/** What the process says to the shell. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  rejected: 3,
  undetermined: 4,
  notFound: 5,
  conflict: 6,
  overloaded: 7,
  unauthorised: 8,
  invariantBroken: 9,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The same in words, for docs/reference/cli.md. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  unexpected: 'a fault of the program, or a world that cannot be used as it is',
  usage: 'the command line, or a file that it names, cannot be used',
  rejected: 'a negative answer: rejected or refused',
  undetermined: 'could not decide, or nobody has decided yet',
  notFound: 'there is nothing with that name',
  conflict: 'done already, or in conflict with what is there',
  overloaded: 'not now; the same command is safe to repeat later',
  unauthorised: 'not allowed',
  invariantBroken: 'an invariant is broken, or a proof of the log does not hold',
  interrupted: 'interrupted by Ctrl-C (`world up` stops in order instead and ends with 0)',
}
