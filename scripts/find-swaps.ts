import { stripTypeScriptTypes } from 'node:module'

/** Two neighbouring statements of a function that could change places. */
export interface Swap {
  readonly file: string
  /** Of the first statement, from 1. */
  readonly line: number
  /** Where the first statement begins, in characters. */
  readonly offset: number
  readonly first: string
  readonly second: string
  /** The file with the two in the other order. */
  readonly swapped: string
}

interface Statement {
  readonly from: number
  readonly to: number
  readonly indent: number
  readonly text: string
}

/**
 * Finds every pair of neighbouring statements of which one acts (it awaits, calls a port or another function for its effect, or assigns to
 * what others read) and the other acts too or leaves the function. A pure declaration may stand on either side of anything that it does
 * not share a name with, so it proves nothing. Left out too: a declaration that its neighbour uses, and what no longer parses.
 */
export function findSwaps(file: string, source: string): readonly Swap[] {
  const lines = source.split('\n')
  const swaps: Swap[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const first = readStatement(lines, index)
    const second = first && readStatement(lines, first.to)
    if (first === undefined || second === undefined || first.indent !== second.indent) continue
    if (first.text === second.text || !isWorthSwapping(first, second)) continue
    if (declaredNames(first.text).some((name) => new RegExp(`\\b${name}\\b`).test(second.text))) {
      continue
    }
    const swapped = [
      ...lines.slice(0, first.from),
      second.text,
      first.text,
      ...lines.slice(second.to),
    ].join('\n')
    if (!parses(swapped)) continue
    const offset = lines.slice(0, first.from).join('\n').length + 1 + first.indent
    const line = first.from + 1
    swaps.push({ file, line, offset, first: first.text, second: second.text, swapped })
  }
  return swaps
}

/** A statement in the formatter's layout: a line, the deeper ones that follow it, and the closing line at its own depth. */
function readStatement(lines: readonly string[], from: number): Statement | undefined {
  const opening = lines[from] ?? ''
  const indent = opening.search(/\S/)
  if (indent < 2 || !STATEMENT.test(opening.trim())) return undefined
  let to = from + 1
  while (to < lines.length) {
    const line = lines[to] ?? ''
    const depth = line.search(/\S/)
    const belongs = depth > indent || (depth === indent && /^[)}\]]/.test(line.trim()))
    if (!belongs) break
    to += 1
  }
  const text = lines.slice(from, to).join('\n')
  return /[,|&?:([{]$|\): [^{]*$/.test(text) ? undefined : { from, to, indent, text }
}

/** How a statement begins; members of types and objects begin otherwise or end in a comma or a type. */
const STATEMENT = /^(?:const|let|if|for|while|try|await)\b|^[\w$][\w$.#?![\]]*(?:\(| [-+*?|&]*= )/
const EFFECT =
  /\bawait\b|\b(?:clock|random|timers|store|transport|signer|compute|tx|within|context)\.?\w*\(|\.(?:push|set|add|delete|clear|splice|save|move|advance|take|submit)\(/
const EXIT = /\b(?:return|throw|continue|break)\b/

function isWorthSwapping(first: Statement, second: Statement): boolean {
  const both = [first.text, second.text]
  return both.some(acts) && both.every((text) => acts(text) || EXIT.test(text))
}

/** An assertion does nothing unless the program is at fault. */
function acts(text: string): boolean {
  if (EFFECT.test(text)) return true
  return !/^\s*(?:const|let|if|for|while|try|assert)\b/.test(text)
}

function declaredNames(text: string): readonly string[] {
  const declared = /^\s*(?:const|let)\s+(\{[^}]*\}|\[[^\]]*\]|\w+)/.exec(text)?.[1] ?? ''
  return declared.match(/[A-Za-z_$][\w$]*/g) ?? []
}

function parses(source: string): boolean {
  try {
    stripTypeScriptTypes(source)
    return true
  } catch {
    return false
  }
}
