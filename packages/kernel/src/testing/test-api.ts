/** What the exported suites need of a test runner; vitest's own `{ describe, it, expect }` fits. The kernel depends on none. */
export interface TestApi {
  describe(name: string, body: () => void): void
  it(name: string, body: () => Promise<void>): void
  expect(actual: unknown): Expectation
}

export interface Expectation {
  toEqual(expected: unknown): void
  readonly rejects: { toThrow(message?: string | RegExp): Promise<void> }
}
