/** Whether a text names evidence: a SHA-256 in hex. */
export function isEvidence(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
