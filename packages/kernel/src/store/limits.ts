/** Items in one group-committed transaction. Measured on SQLite: 70 % of the rate of batches of 1,000, at a quarter of their latency. */
export const GROUP_COMMIT_BATCH_MAX = 256
/** Items that wait for a group commit. Chosen: about 0.2 s of work at 40,000/s, so that a caller learns early that it should come later. */
export const GROUP_COMMIT_QUEUE_MAX = 8_192
