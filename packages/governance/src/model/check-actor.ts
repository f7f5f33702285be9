import { ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import { ACTOR_CHARS_MAX, APPEAL_REASON_CHARS_MAX } from '../limits.ts'

/** Checks the name under which somebody acts: 1 to ACTOR_CHARS_MAX characters, no control characters. Reason: malformed_message. */
export function checkActor(name: string): Result<string, Reasoned> {
  return isText(name, ACTOR_CHARS_MAX)
    ? ok(name)
    : refuse('malformed_message', `a name has 1 to ${ACTOR_CHARS_MAX} characters`)
}

/** Checks the reason of an appeal: 1 to APPEAL_REASON_CHARS_MAX characters. Reason: malformed_message. */
export function checkAppealReason(reason: string): Result<string, Reasoned> {
  return isText(reason.replace(/[\n\t]/g, ' '), APPEAL_REASON_CHARS_MAX)
    ? ok(reason)
    : refuse('malformed_message', `a reason has 1 to ${APPEAL_REASON_CHARS_MAX} characters`)
}

/** Whether a text can be stored and shown in one line: 1 to `charsMax` characters, none of them a control character. */
export function isText(text: string, charsMax: number): boolean {
  return (
    text.isWellFormed() && text.trim() !== '' && text.length <= charsMax && !/\p{Cc}/u.test(text)
  )
}
