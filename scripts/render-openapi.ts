import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFilePlatform } from '../apps/node/src/adapters/file-platform.ts'
import { renderOpenapi } from '../apps/node/src/http/render-openapi.ts'
import { openWorld } from '../apps/node/src/open-world.ts'
import { type RoleName, worldParties } from '../apps/node/src/world-config.ts'
import { partyApi } from '../apps/node/src/world-routes.ts'
import type { Route } from '../packages/kernel/src/http/route.ts'

/** The routes of each role, from a world that is opened for it and thrown away. */
export async function readRoutes(): Promise<ReadonlyMap<RoleName, readonly Route[]>> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-routes-'))
  const platform = openFilePlatform({ directory, parties: worldParties })
  try {
    const world = await openWorld(platform)
    return new Map(worldParties.map(({ id, role }) => [role, partyApi(world, id).routes]))
  } finally {
    await platform.close()
    rmSync(directory, { recursive: true })
  }
}

/** Text of each role's OpenAPI document and of the client's types, by path from the root. */
export async function renderHttpDocs(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const [role, routes] of await readRoutes()) {
    const document = renderOpenapi(role, routes)
    texts.set(`docs/reference/openapi/${role}.json`, `${JSON.stringify(document, null, 2)}\n`)
    texts.set(`packages/client/generated/${role}.ts`, await renderTypes(document))
  }
  return texts
}

/** Its generator works on the TypeScript that lives beside it in the client's package. */
const GENERATOR = '../packages/client/node_modules/openapi-typescript/dist/index.mjs'

interface Generator {
  default(document: object, options: { readonly alphabetize: boolean }): Promise<unknown>
  astToString(ast: unknown): string
}

async function renderTypes(document: object): Promise<string> {
  const { default: generate, astToString } = (await import(GENERATOR)) as Generator
  const ast = await generate(structuredClone(document), { alphabetize: true })
  return `// Generated from docs/reference/openapi by \`npm run docs\`. Do not edit.\n${astToString(ast)}`
}
