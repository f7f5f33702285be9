import type { Scenario } from '../scenario.ts'
import { handoffs } from './handoffs.ts'
import { pressure } from './pressure/pressure.ts'
import { status } from './status/status.ts'
import { calm } from './world/calm.ts'
import { partition } from './world/partition.ts'

/** Every scenario that the lab can play, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [calm, partition, status, pressure, handoffs]
