import type { Migration } from '@evenkeel/kernel'

/** Tables of governance: cases, their acts and deadlines, and acts upon accreditations. */
export const governanceMigrations: readonly Migration[] = [
  {
    id: 'governance/0001-cases',
    statements: [
      `CREATE TABLE governance_case (
        case_id TEXT NOT NULL PRIMARY KEY,
        subject TEXT NOT NULL,
        power TEXT NOT NULL,
        opening TEXT NOT NULL,
        opened_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        version BIGINT NOT NULL,
        decisions BIGINT NOT NULL,
        decision TEXT,
        decided_by TEXT,
        decided_at BIGINT,
        appealed_by TEXT,
        answered BIGINT NOT NULL,
        answer_reason TEXT,
        body_hash TEXT NOT NULL
      )`,
      // G4: two parties cannot act on one subject independently.
      `CREATE UNIQUE INDEX governance_case_open ON governance_case (subject, power) WHERE state <> 'closed'`,
      // Every opening looks for another case about its subject.
      'CREATE INDEX governance_case_subject ON governance_case (subject)',
      `CREATE TABLE governance_act (
        case_id TEXT NOT NULL,
        version BIGINT NOT NULL,
        act TEXT NOT NULL,
        actor TEXT NOT NULL,
        decision TEXT,
        reason TEXT,
        at BIGINT NOT NULL,
        PRIMARY KEY (case_id, version)
      ) CLUSTERED`,
      // The deadline that act number \`version\` set. outcome: null while the clock runs, then met or fired.
      `CREATE TABLE governance_deadline (
        case_id TEXT NOT NULL,
        version BIGINT NOT NULL,
        name TEXT NOT NULL,
        due_at BIGINT NOT NULL,
        default_act TEXT NOT NULL,
        outcome TEXT,
        ended_at BIGINT,
        PRIMARY KEY (case_id, version)
      ) CLUSTERED`,
      'CREATE UNIQUE INDEX governance_deadline_running ON governance_deadline (case_id) WHERE outcome IS NULL',
      'CREATE INDEX governance_deadline_due ON governance_deadline (due_at, case_id) WHERE outcome IS NULL',
    ],
  },
  {
    id: 'governance/0002-accreditation-acts',
    statements: [
      // state: handed_over, then applied or refused as the network answered.
      `CREATE TABLE governance_accreditation_act (
        act_id TEXT NOT NULL PRIMARY KEY,
        act TEXT NOT NULL,
        decided_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT
      )`,
    ],
  },
  {
    id: 'governance/0003-act-effects',
    statements: [
      // What the network made of an act: its announcement, and what became of that.
      `CREATE TABLE governance_act_effect (
        act_id TEXT NOT NULL,
        state TEXT NOT NULL,
        effective_at BIGINT NOT NULL,
        PRIMARY KEY (act_id, state)
      ) CLUSTERED`,
    ],
  },
]
