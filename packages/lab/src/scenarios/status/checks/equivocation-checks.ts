import { checkEquivocation, importPublicJwk, unwrap } from '@evenkeel/kernel'
import type { Meddler } from '../meddle.ts'
import type { StatusWorld } from '../status-world.ts'

/** S8: who was given two heads of one number can prove it to anybody, and nobody else can prove anything. */
export async function checkEquivocations(world: StatusWorld, meddler: Meddler): Promise<void> {
  const { invariants } = world.simulation
  const keys = world
    .credentialKeys('issuer-strict')
    .map(({ publicJwk }) => unwrap(importPublicJwk(publicJwk)))
  for (const { name } of world.plan.verifiers) {
    const found = await world.insist('verifier', name, async (role) => {
      const list = await role.listEquivocations()
      return Promise.all(list.map(({ id }) => role.showEquivocation(id)))
    })
    const isProven = found.some(
      (proof) => proof !== undefined && checkEquivocation(proof.a, proof.b, keys).ok,
    )
    const detail = () => `${name} has ${found.length} proofs, ${isProven ? '' : 'none'} good`
    invariants.check('S8', isProven === meddler.isLiedTo(name), detail)
  }
}
