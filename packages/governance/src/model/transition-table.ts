/** Where a case stands. */
export type CaseState = 'opened' | 'decided' | 'appealed' | 'final' | 'closed'

/** What moves a case. `lapse` decides as the opening said for the event of silence. */
export type CaseAct = 'decide' | 'lapse' | 'appeal' | 'end_appeals' | 'escalate' | 'close'

export type DeadlineName = 'decide' | 'appeal' | 'decide_appeal' | 'acknowledge'

export interface StateRule {
  /** The clock that runs in this state and the act that happens when it ends; only a terminal state has none (G3). */
  readonly deadline?: { readonly name: DeadlineName; readonly byDefault: CaseAct }
  /** The acts that are legal here, and where each leads. */
  readonly acts: Readonly<Partial<Record<CaseAct, CaseState>>>
}

/**
 * The life of a case, as data (DESIGN §8):
 *
 *     opened ──decide, lapse──▶ decided ──end_appeals──▶ final ──close──▶ closed
 *                                  │                      ▲  ▲ │
 *                                appeal                   │  └─┘ escalate
 *                                  ▼                      │
 *                               appealed ──decide, lapse──┘
 *
 * There is no way back to `decided`, so an appeal only moves up and there is one level of it. `final` waits for the acknowledgement of the
 * party that carries the decision out.
 */
export const transitionTable: Readonly<Record<CaseState, StateRule>> = {
  opened: {
    deadline: { name: 'decide', byDefault: 'lapse' },
    acts: { decide: 'decided', lapse: 'decided' },
  },
  decided: {
    deadline: { name: 'appeal', byDefault: 'end_appeals' },
    acts: { appeal: 'appealed', end_appeals: 'final' },
  },
  appealed: {
    deadline: { name: 'decide_appeal', byDefault: 'lapse' },
    acts: { decide: 'final', lapse: 'final' },
  },
  final: {
    deadline: { name: 'acknowledge', byDefault: 'escalate' },
    acts: { close: 'closed', escalate: 'final' },
  },
  closed: { acts: {} },
}
