import { findPartyApi, type PartyApi, type World } from '@evenkeel/node'
import type { ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { quote } from '../read-arguments.ts'

/** Runs the body with a party of the world and its routes, or says that there is no such party. */
export async function withParty(
  {
    world,
    output,
    name,
  }: { readonly world: World; readonly output: Output; readonly name: string },
  body: (api: PartyApi) => Promise<ExitCode>,
): Promise<ExitCode> {
  const api = findPartyApi(world, name)
  if (api.ok) return body(api.value)
  return output.refuse({
    what: `No party is called ${quote(name)}.`,
    code: 'not_found',
    next: `the parties are ${[...world.parties.keys()].join(', ')}`,
  })
}
