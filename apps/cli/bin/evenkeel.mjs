#!/usr/bin/env -S node --max-semi-space-size=64
// The command `evenkeel`. Plain JavaScript, because the Node that reads it may be too old to run TypeScript:
// it then hands over to the Node that this checkout has pinned (the npm package `node`).
// The flag gives what is young so many MiB before it is copied: under load a claim costs a tenth less of the core, for some 100 MiB of memory.
import { spawn } from 'node:child_process'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The first Node that runs TypeScript sources without a flag. */
const NODE_MIN = [22, 18]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) {
  // Compiled once and kept in the checkout, where nobody else can write: half of what a command costs. Without such a place it only takes longer.
  module.enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/evenkeel'))
  const { main } = await import('../src/main.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  handOver()
}

/** Runs the same command line on the pinned Node and ends as it ends, by exit code or by signal. */
function handOver() {
  const node = findPinnedNode()
  if (node === undefined) {
    console.error(
      `Evenkeel needs Node ${NODE_MIN.join('.')} or later and this is ${process.version}.`,
    )
    console.error('Run `npm ci` in the checkout: it installs one.')
    process.exitCode = 1
    return
  }
  const memory = process.execArgv.filter((flag) => flag.startsWith('--max-semi-space-size='))
  const child = spawn(node, [...memory, ...process.argv.slice(1)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the child as well; there only waiting is left to do here.
    process.on(signal, () =>
      signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal),
    )
  }
  child.on('error', (error) => {
    console.error(`The pinned Node at ${node} cannot be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code
    } else {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    }
  })
}

function findPinnedNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node')
  } catch {
    return undefined
  }
}
