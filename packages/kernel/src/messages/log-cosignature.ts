import { Type } from 'typebox'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { wholeField } from '../schema/fields.ts'

/** A witness's cosignature of one of a log's checkpoints, on its way to the log, which serves it with the checkpoint. */
export interface LogCosignature {
  /** The log's. */
  readonly origin: string
  /** Of the checkpoint. */
  readonly size: number
  /** The signature line as a note has it, without its newline (C2SP tlog-cosignature). */
  readonly line: string
}

export const parseLogCosignature: Parser<LogCosignature> = createParser(
  Type.Object({
    origin: Type.String({ minLength: 1, maxLength: 1024 }),
    size: wholeField(),
    line: Type.String({ minLength: 1, maxLength: 1024 }),
  }),
  { maxBytes: 8_192, maxDepth: 2 },
)
