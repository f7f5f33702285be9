import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderDocs } from './render-docs.ts'
import { renderHttpDocs } from './render-openapi.ts'

const root = dirname(import.meta.dirname)
for (const [path, text] of [...renderDocs(), ...(await renderHttpDocs())]) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(path)
}
