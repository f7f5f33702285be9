import type { WorldRoles } from '@evenkeel/node'
import { formatTime } from '../format.ts'
import type { Streams } from '../streams.ts'
import { qrLines } from './qr-lines.ts'

type Created = Awaited<ReturnType<WorldRoles['issuer']['openid4vci']['createOffer']>>
type CreatedOffer = Extract<Created, { readonly ok: true }>['value']

/** An offer for people: the link, the code that goes another way, and how long it stands. */
export function describeOffer(
  { offerId, link, transactionCode, endsAtMs }: CreatedOffer,
  streams: Pick<Streams, 'terminal'>,
): readonly string[] {
  const code =
    transactionCode === undefined
      ? []
      : [`  transaction code ${transactionCode}: give it by another way; it is shown only now`]
  return [
    link,
    `  ${offerId}, to be fetched until ${formatTime(endsAtMs)}`,
    ...code,
    '  next: open the link on the device of the wallet, or show it as a QR code',
    ...qrLines(streams, link),
  ]
}
