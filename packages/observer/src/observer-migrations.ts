import type { Migration } from '@evenkeel/kernel'

/** Tables of the observer: events in order of arrival, and the ids that tie them together. */
export const observerMigrations: readonly Migration[] = [
  {
    id: 'observer/0001-events',
    statements: [
      // arrival numbers the rows here; seq is the party's own number, so (party, seq) is the event, however often it is delivered.
      `CREATE TABLE observer_event (
        arrival BIGINT NOT NULL PRIMARY KEY,
        party TEXT NOT NULL,
        seq BIGINT NOT NULL,
        event TEXT NOT NULL,
        at BIGINT NOT NULL,
        received BIGINT NOT NULL,
        ids TEXT NOT NULL,
        detail TEXT NOT NULL,
        UNIQUE (party, seq)
      )`,
      'CREATE TABLE observer_event_id (id TEXT NOT NULL, arrival BIGINT NOT NULL, PRIMARY KEY (id, arrival)) CLUSTERED',
      'CREATE INDEX observer_event_id_arrival ON observer_event_id (arrival)',
    ],
  },
]
