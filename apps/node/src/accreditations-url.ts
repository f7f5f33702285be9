import { ACCREDITATION_LIST_PATH, partyUrl } from '@evenkeel/kernel'
import { wellKnown } from './world-config.ts'

/** Where verifiers read who is accredited. */
export const ACCREDITATIONS_URL: string = `${partyUrl(wellKnown.network)}${ACCREDITATION_LIST_PATH}`
