import { startMerkleDrop } from '@evenkeel/kernel/allocation'
import { LARGE } from './large.ts'
import { paymentAt } from './payments.ts'

// A process of its own, so that its memory is nobody else's: builds one large tree, takes all its proofs and says what that took.
const builder = startMerkleDrop('openzeppelin-standard', LARGE)
for (let index = 0; index < LARGE; index += 1) {
  const { account, amount } = paymentAt(index)
  builder.add(account, amount)
}
const startedMs = performance.now()
const drop = builder.build()
const builtMs = performance.now()
let bytes = 0
for (let index = 0; index < LARGE; index += 1) bytes += drop.prove(index).length
if (drop.indexOf(paymentAt(LARGE - 1).account) !== LARGE - 1) throw new Error('a row is lost')
if (bytes === 0) throw new Error('nothing was proved')
process.stdout.write(
  JSON.stringify({
    buildMs: builtMs - startedMs,
    proofsMs: performance.now() - builtMs,
    rssMb: process.resourceUsage().maxRSS / 1_024,
  }),
)
