import { campaignTransitions } from '../packages/distributor/src/model/campaign-states.ts'
import { reasonCodes, reasons } from '../packages/kernel/src/reasons/registry.ts'
import { renderCli } from './render-cli.ts'

/** Text of every generated document by its path from the root. A pure function of the code: the same commit, the same bytes. */
export function renderDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/campaign-life.md', renderCampaignLife()],
    ['docs/reference/cli.md', renderCli()],
    ['docs/reference/reasons.md', renderReasons()],
  ])
}

function renderCampaignLife(): string {
  return [
    '<!-- Generated from packages/distributor/src/model/campaign-states.ts by `npm run docs`. Do not edit. -->',
    '# The life of a campaign',
    '',
    'Every transition there is, and what it takes; nothing else changes the state of a campaign.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> draft',
    ...campaignTransitions.map(({ from, to }) => `  ${from} --> ${to}`),
    '  archived --> [*]',
    '```',
    '',
    '| from | to | when |',
    '|---|---|---|',
    ...campaignTransitions.map(({ from, to, when }) => `| ${from} | ${to} | ${when} |`),
    '',
  ].join('\n')
}

function renderReasons(): string {
  const entries = [...reasonCodes].sort().map((code) => {
    const { audience, operator, appealable, retryable, httpStatus } = reasons[code]
    return [
      `## ${code}`,
      '',
      `> ${audience.claimant}`,
      '',
      operator,
      '',
      `${appealable ? 'May be appealed' : 'No appeal'} · ` +
        `${retryable ? 'a later retry may end differently' : 'a retry ends the same'} · HTTP ${httpStatus}`,
      '',
    ].join('\n')
  })
  return [
    '<!-- Generated from packages/kernel/src/reasons/registry.ts by `npm run docs`. Do not edit. -->',
    '# Reasons',
    '',
    `Every outcome carries one of these ${reasonCodes.length} codes and no other. The quoted sentence is what the person`,
    'concerned reads; the one below it is for the operator. A code is never renamed or reused.',
    '',
    ...entries,
  ].join('\n')
}
