// Generated from docs/reference/openapi by `npm run docs`. Do not edit.
export interface paths {
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the campaigns, in the order of their ids.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listCampaigns"];
        put?: never;
        /**
         * Makes the draft of a campaign from its rule document.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 30000 ms.
         */
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a campaign: its rule and the rule’s hash, its state, claims and amounts by state.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/announcement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Announces a draft in the name of one person: the first proposes the hash of its rule, a second confirms it.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["announceCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit bundle of a campaign that is settled, as `evenkeel audit export` writes it. Before that nothing of it is final, and it is refused.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["auditCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/beacon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Brings the round of the public beacon that decides the campaign’s draw.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["bringBeacon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists a campaign’s claims, in the order of their ids.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listClaims"];
        put?: never;
        /**
         * Sends a claim: a receipt, and the holder’s word for the payout.
         * @description The same content is the same request. Answers within 10000 ms.
         */
        post: operations["submitClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries the rule of a draft on a population, and logs the report: without it nobody announces the campaign.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 30000 ms.
         */
        post: operations["dryRunCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses a live campaign for a while: nothing is opened, allocated or paid; tickets are given as before.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["pauseCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/receivables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what payments of a campaign became whose ground was revoked.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listReceivables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/reveals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reveals the value to which the party has committed for the campaign’s draw that the caller’s key is labelled for.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["revealSeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows where a claim is, why, and what happens next. A claim’s id follows from its receipt: whoever has it may see where the claim is.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showClaimState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a second decision about a refused claim, by somebody else. The claim’s id is all that it takes.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["appealClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams a claim’s state documents as it changes, until its end. A claim’s id follows from its receipt: whoever has it may see where the claim is.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["followClaim"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells the whole story of a claim, with the words for operators.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["explainClaim"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/payout-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks, signed with the holder’s key, that later payments of a claim go elsewhere.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["requestPayoutChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/payout-change/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a change of the payout target before it applies. The claim’s id is all that it takes.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["cancelPayoutChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/payout-change/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirms a claimant’s change of the payout target in the name of one person; it takes two.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["confirmPayoutChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/recovery/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a second decision about what is owed back, by somebody else. The claim’s id is all that it takes.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["appealRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/vesting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what of a claim has fallen due, each payment with its receipt, and what is to come.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showVesting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/vesting/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a claim’s payments in the name of one person: the first proposes it upon evidence, a second confirms it upon the same.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["proposeCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/claims/{claimId}/vesting/cancellation/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back, in the name of one person and before the notice is over, that a claim’s payments end early.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["withdrawCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an envelope of work from another party and answer with a signed acknowledgement.
         * @description The same content is the same request. Answers within 5000 ms. Checks the signature of a party that this one knows.
         */
        post: operations["receiveHandoffs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receivables/{transferId}/repayments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records money that came for a receivable, by the statement that shows it.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["recordRepayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records in the name of one person that what claims rest on was revoked: what was paid becomes a case or a loss of the campaign; what is not paid ends when a second says the same.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["recordRevocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifiers/{verifierId}/exposure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many claims and how much rest on a verifier’s word since a time, and the holds upon it.
         * @description Changes nothing. Answers within 5000 ms.
         */
        get: operations["showExposure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifiers/{verifierId}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds what rests on a verifier’s word, in the name of one person: the first proposes it upon evidence, a second confirms the same.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["holdVerifier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifiers/{verifierId}/paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The claims that were paid, or are being paid, on a verifier’s word since a time.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listPaidOnWord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Why it did not happen (RFC 9457). */
        Problem: {
            appealable: boolean;
            /** @description The reason, for programs. */
            code: string;
            /** @description About this one occurrence, for the operator. */
            detail?: string;
            /** @description What to name when asking about a fault. */
            incident?: string;
            /** @description Whether the same request, sent again later, may end differently. */
            retryable: boolean;
            retryAfterSeconds?: number;
            status: number;
            /** @description Words for the person concerned. */
            title: string;
            /**
             * Format: uri
             * @description Where the reason is explained.
             */
            type: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
        Budget: number;
        /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCampaigns: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of campaigns. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            announcedAtMs?: number;
                            announcers: number;
                            campaignId: string;
                            closedAtMs?: number;
                            closesAtMs: number;
                            openedAtMs?: number;
                            opensAtMs: number;
                            pausedUntilMs?: number;
                            refusedAtMs?: number;
                            ruleHash: string;
                            settledAtMs?: number;
                            state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                            title: string;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: {
                        allocation: {
                            amountMinor: string;
                            /** @constant */
                            kind: "fixed";
                            shortfall?: "refuse" | "scale";
                        } | {
                            /** @constant */
                            kind: "tiered";
                            shortfall?: "refuse" | "scale";
                            tiers: {
                                [key: string]: string;
                            };
                        } | {
                            capMinor: string;
                            /** @constant */
                            kind: "equal-capped";
                        } | {
                            capMinor?: string;
                            /** @constant */
                            kind: "pro-rata";
                        } | {
                            amountMinor: string;
                            /** @constant */
                            kind: "lottery";
                            seed: {
                                /** @constant */
                                chain: "quicknet";
                                delayMs: number;
                                /** @constant */
                                kind: "drand";
                            } | {
                                commitments: {
                                    commitment: string;
                                    party: string;
                                }[];
                                /** @constant */
                                kind: "commit-reveal";
                                revealWithinMs: number;
                                /** @constant */
                                whenSilent: "void";
                            };
                            shortfall?: "refuse" | "scale";
                            winners: number;
                        } | {
                            /** @constant */
                            kind: "table";
                            layout: "uniswap-merkle" | "rfc6962";
                            root: string;
                            rows: number;
                        };
                        announcedAtMs: number;
                        asset: {
                            code: string;
                            scale: number;
                        };
                        canary?: {
                            deadlineMs: number;
                            failuresMax: number;
                            sharePermille: number;
                            waitMs: number;
                        };
                        claimExpiry?: {
                            atMs: number;
                        };
                        clawback?: {
                            appealMs: number;
                            byDefault: "claw_back" | "keep";
                            deadlineMs: number;
                            writeOffAfterMs: number;
                        };
                        closesAtMs: number;
                        hold: {
                            appealMs: number;
                            byDefault: "release" | "refuse";
                            deadlineMs: number;
                        };
                        id: string;
                        intake?: {
                            extendMsMax: number;
                            knocksMs?: number;
                            quietMs: number;
                        };
                        limits?: {
                            perIssuer?: {
                                amountMinorMax?: string;
                                claimsMax?: number;
                            };
                            perJurisdiction?: {
                                amountMinorMax?: string;
                                claimsMax?: number;
                            };
                            perPayoutTarget?: {
                                amountMinorMax?: string;
                                claimsMax?: number;
                            };
                            perPeriod?: {
                                amountMinorMax?: string;
                                claimsMax?: number;
                            };
                            perVerifier?: {
                                amountMinorMax?: string;
                                claimsMax?: number;
                            };
                        };
                        losses?: {
                            issuer_withdrawn?: "issuer" | "programme";
                            rail_failed?: "programme";
                            revoked_after_payout?: "claimant" | "issuer" | "programme";
                            takeover?: "claimant" | "programme";
                            verifier_compromised?: "verifier" | "programme";
                        };
                        noticeMs?: number;
                        offsets?: {
                            campaigns: string[];
                            sharePermilleMax: number;
                        };
                        opensAtMs: number;
                        payoutChange?: {
                            delayMs: number;
                        };
                        policy: {
                            assuranceMin: "low" | "substantial" | "high";
                            audiences?: string[];
                            computedOutputs?: {
                                [key: string]: string;
                            };
                            condition?: string;
                            credentialTypes: string[];
                            id: string;
                            issuers?: {
                                authorities?: string[];
                                jurisdictions?: string[];
                            };
                            onUndetermined: "reject" | "hold";
                            onUnwitnessed?: "flag" | "undetermined";
                            outputs: {
                                [key: string]: string;
                            };
                            overlays?: ({
                                /** @constant */
                                effect: "deny";
                                jurisdiction: string;
                                reason: string;
                            } | {
                                budgetMs: number;
                                check: string;
                                /** @constant */
                                effect: "check";
                                jurisdiction: string;
                                reason: string;
                                whenLate: "hold" | "refuse" | "accept_flagged";
                            })[];
                            receiptTtlMs: number;
                            requiredClaims: {
                                [key: string]: string | number | boolean;
                            };
                            statusAgeMaxMs: number;
                            statusLadder?: {
                                onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                                statusAgeMaxMs: number;
                                uptoMinor: string;
                            }[];
                            subject?: {
                                claims?: {
                                    [key: string]: string;
                                };
                                issuers?: string[];
                                kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                                length?: number;
                                namespace?: string;
                                /** @constant */
                                takeover?: "accepted";
                            };
                            subjectClaim: string;
                        };
                        poolMinor: string;
                        /** @constant */
                        rail: "internal";
                        settlementCheck?: {
                            budgetMs: number;
                            samplePermille?: number;
                            secondVerifier?: string;
                            twoVerifiersAboveMinor?: string;
                            verifier: string;
                        };
                        title: string;
                        /** @constant */
                        unclaimed?: "return";
                        uniqueness: {
                            domain: string;
                            keyCheck?: string;
                            period: string;
                        };
                        /** @constant */
                        v: 1;
                        verifiers: string[];
                        vesting?: {
                            cancel: "never" | {
                                noticeMs: number;
                                rest: "forfeited" | "pool";
                            };
                            cliffMs: number;
                            /** @constant */
                            kind: "cliff";
                            startsAtMs: number;
                        } | {
                            cancel: "never" | {
                                noticeMs: number;
                                rest: "forfeited" | "pool";
                            };
                            cliffMs: number;
                            /** @constant */
                            kind: "linear";
                            startsAtMs: number;
                            stepMs: number;
                            steps: number;
                        } | {
                            cancel: "never" | {
                                noticeMs: number;
                                rest: "forfeited" | "pool";
                            };
                            /** @constant */
                            kind: "tranches";
                            startsAtMs: number;
                            tranches: {
                                afterMs: number;
                                permille: number;
                            }[];
                        };
                        window: "instant" | {
                            allocateAfterMs: number;
                            /** @constant */
                            kind: "batch";
                        };
                    };
                    table?: {
                        amountMinor: string;
                        entry: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description A draft, until two people announce it; a campaign that is there stays. */
            201: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaignId: string;
                        ruleHash: string;
                        state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `campaign_conflict`, `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_conflict" | "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `campaign_rule_inconsistent`, `campaign_table_mismatch`, `expression_malformed`, `expression_too_costly`, `subject_identifier_mutable` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_rule_inconsistent" | "campaign_table_mismatch" | "expression_malformed" | "expression_too_costly" | "subject_identifier_mutable";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaign. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        announcedAtMs?: number;
                        announcers: number;
                        campaignId: string;
                        closedAtMs?: number;
                        openedAtMs?: number;
                        pausedUntilMs?: number;
                        refusedAtMs?: number;
                        rule: {
                            allocation: {
                                amountMinor: string;
                                /** @constant */
                                kind: "fixed";
                                shortfall?: "refuse" | "scale";
                            } | {
                                /** @constant */
                                kind: "tiered";
                                shortfall?: "refuse" | "scale";
                                tiers: {
                                    [key: string]: string;
                                };
                            } | {
                                capMinor: string;
                                /** @constant */
                                kind: "equal-capped";
                            } | {
                                capMinor?: string;
                                /** @constant */
                                kind: "pro-rata";
                            } | {
                                amountMinor: string;
                                /** @constant */
                                kind: "lottery";
                                seed: {
                                    /** @constant */
                                    chain: "quicknet";
                                    delayMs: number;
                                    /** @constant */
                                    kind: "drand";
                                } | {
                                    commitments: {
                                        commitment: string;
                                        party: string;
                                    }[];
                                    /** @constant */
                                    kind: "commit-reveal";
                                    revealWithinMs: number;
                                    /** @constant */
                                    whenSilent: "void";
                                };
                                shortfall?: "refuse" | "scale";
                                winners: number;
                            } | {
                                /** @constant */
                                kind: "table";
                                layout: "uniswap-merkle" | "rfc6962";
                                root: string;
                                rows: number;
                            };
                            announcedAtMs: number;
                            asset: {
                                code: string;
                                scale: number;
                            };
                            canary?: {
                                deadlineMs: number;
                                failuresMax: number;
                                sharePermille: number;
                                waitMs: number;
                            };
                            claimExpiry?: {
                                atMs: number;
                            };
                            clawback?: {
                                appealMs: number;
                                byDefault: "claw_back" | "keep";
                                deadlineMs: number;
                                writeOffAfterMs: number;
                            };
                            closesAtMs: number;
                            hold: {
                                appealMs: number;
                                byDefault: "release" | "refuse";
                                deadlineMs: number;
                            };
                            id: string;
                            intake?: {
                                extendMsMax: number;
                                knocksMs?: number;
                                quietMs: number;
                            };
                            limits?: {
                                perIssuer?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perJurisdiction?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPayoutTarget?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPeriod?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perVerifier?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                            };
                            losses?: {
                                issuer_withdrawn?: "issuer" | "programme";
                                rail_failed?: "programme";
                                revoked_after_payout?: "claimant" | "issuer" | "programme";
                                takeover?: "claimant" | "programme";
                                verifier_compromised?: "verifier" | "programme";
                            };
                            noticeMs?: number;
                            offsets?: {
                                campaigns: string[];
                                sharePermilleMax: number;
                            };
                            opensAtMs: number;
                            payoutChange?: {
                                delayMs: number;
                            };
                            policy: {
                                assuranceMin: "low" | "substantial" | "high";
                                audiences?: string[];
                                computedOutputs?: {
                                    [key: string]: string;
                                };
                                condition?: string;
                                credentialTypes: string[];
                                id: string;
                                issuers?: {
                                    authorities?: string[];
                                    jurisdictions?: string[];
                                };
                                onUndetermined: "reject" | "hold";
                                onUnwitnessed?: "flag" | "undetermined";
                                outputs: {
                                    [key: string]: string;
                                };
                                overlays?: ({
                                    /** @constant */
                                    effect: "deny";
                                    jurisdiction: string;
                                    reason: string;
                                } | {
                                    budgetMs: number;
                                    check: string;
                                    /** @constant */
                                    effect: "check";
                                    jurisdiction: string;
                                    reason: string;
                                    whenLate: "hold" | "refuse" | "accept_flagged";
                                })[];
                                receiptTtlMs: number;
                                requiredClaims: {
                                    [key: string]: string | number | boolean;
                                };
                                statusAgeMaxMs: number;
                                statusLadder?: {
                                    onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                                    statusAgeMaxMs: number;
                                    uptoMinor: string;
                                }[];
                                subject?: {
                                    claims?: {
                                        [key: string]: string;
                                    };
                                    issuers?: string[];
                                    kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                                    length?: number;
                                    namespace?: string;
                                    /** @constant */
                                    takeover?: "accepted";
                                };
                                subjectClaim: string;
                            };
                            poolMinor: string;
                            /** @constant */
                            rail: "internal";
                            settlementCheck?: {
                                budgetMs: number;
                                samplePermille?: number;
                                secondVerifier?: string;
                                twoVerifiersAboveMinor?: string;
                                verifier: string;
                            };
                            title: string;
                            /** @constant */
                            unclaimed?: "return";
                            uniqueness: {
                                domain: string;
                                keyCheck?: string;
                                period: string;
                            };
                            /** @constant */
                            v: 1;
                            verifiers: string[];
                            vesting?: {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "cliff";
                                startsAtMs: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "linear";
                                startsAtMs: number;
                                stepMs: number;
                                steps: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                /** @constant */
                                kind: "tranches";
                                startsAtMs: number;
                                tranches: {
                                    afterMs: number;
                                    permille: number;
                                }[];
                            };
                            window: "instant" | {
                                allocateAfterMs: number;
                                /** @constant */
                                kind: "batch";
                            };
                        };
                        ruleHash: string;
                        settledAtMs?: number;
                        state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                        totals: {
                            accepted: {
                                amountMinor: string;
                                claims: number;
                            };
                            entered: {
                                amountMinor: string;
                                claims: number;
                            };
                            held: {
                                amountMinor: string;
                                claims: number;
                            };
                            refused: {
                                amountMinor: string;
                                claims: number;
                            };
                            reserved: {
                                amountMinor: string;
                                claims: number;
                            };
                            settled: {
                                amountMinor: string;
                                claims: number;
                            };
                            settling: {
                                amountMinor: string;
                                claims: number;
                            };
                            vesting: {
                                amountMinor: string;
                                claims: number;
                            };
                        };
                        waitingFor: {
                            handoff: string;
                            reason?: string;
                        }[];
                        window?: {
                            allocatesAtMs: number;
                            allocation?: {
                                atMs: number;
                                claims: number;
                                root: string;
                            };
                            beacon?: {
                                round: number;
                                signature: string;
                            };
                            beaconRound?: number;
                            entryRoot?: string;
                            reveals?: {
                                party: string;
                                revealedAtMs: number;
                                /** @description 32 bytes in base64url */
                                salt: string;
                                /** @description 32 bytes in base64url */
                                value: string;
                            }[];
                            revealsUntilMs?: number;
                            silent?: string[];
                            ticketRoot: string;
                            tickets: number;
                        };
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    announceCampaign: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As this person has read it; the second confirms the one that the first proposed */
                    ruleHash: string;
                };
            };
        };
        responses: {
            /** @description Still a draft, or announced: then it opens once everybody named has taken it. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaignId: string;
                        ruleHash: string;
                        state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `campaign_second_person_needed`, `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_second_person_needed" | "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `campaign_conflict`, `campaign_dry_run_missing`, `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_conflict" | "campaign_dry_run_missing" | "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `campaign_rule_inconsistent` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_rule_inconsistent";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    auditCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bundle: JSON lines, sent as they are read. Where that fails the connection breaks off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown`, `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown" | "not_found";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `campaign_not_settled` */
            409: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_not_settled";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `log_quorum_missing`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "log_quorum_missing" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    bringBeacon: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    round: number;
                    signature: string;
                };
            };
        };
        responses: {
            /** @description The campaign. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        announcedAtMs?: number;
                        announcers: number;
                        campaignId: string;
                        closedAtMs?: number;
                        openedAtMs?: number;
                        pausedUntilMs?: number;
                        refusedAtMs?: number;
                        rule: {
                            allocation: {
                                amountMinor: string;
                                /** @constant */
                                kind: "fixed";
                                shortfall?: "refuse" | "scale";
                            } | {
                                /** @constant */
                                kind: "tiered";
                                shortfall?: "refuse" | "scale";
                                tiers: {
                                    [key: string]: string;
                                };
                            } | {
                                capMinor: string;
                                /** @constant */
                                kind: "equal-capped";
                            } | {
                                capMinor?: string;
                                /** @constant */
                                kind: "pro-rata";
                            } | {
                                amountMinor: string;
                                /** @constant */
                                kind: "lottery";
                                seed: {
                                    /** @constant */
                                    chain: "quicknet";
                                    delayMs: number;
                                    /** @constant */
                                    kind: "drand";
                                } | {
                                    commitments: {
                                        commitment: string;
                                        party: string;
                                    }[];
                                    /** @constant */
                                    kind: "commit-reveal";
                                    revealWithinMs: number;
                                    /** @constant */
                                    whenSilent: "void";
                                };
                                shortfall?: "refuse" | "scale";
                                winners: number;
                            } | {
                                /** @constant */
                                kind: "table";
                                layout: "uniswap-merkle" | "rfc6962";
                                root: string;
                                rows: number;
                            };
                            announcedAtMs: number;
                            asset: {
                                code: string;
                                scale: number;
                            };
                            canary?: {
                                deadlineMs: number;
                                failuresMax: number;
                                sharePermille: number;
                                waitMs: number;
                            };
                            claimExpiry?: {
                                atMs: number;
                            };
                            clawback?: {
                                appealMs: number;
                                byDefault: "claw_back" | "keep";
                                deadlineMs: number;
                                writeOffAfterMs: number;
                            };
                            closesAtMs: number;
                            hold: {
                                appealMs: number;
                                byDefault: "release" | "refuse";
                                deadlineMs: number;
                            };
                            id: string;
                            intake?: {
                                extendMsMax: number;
                                knocksMs?: number;
                                quietMs: number;
                            };
                            limits?: {
                                perIssuer?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perJurisdiction?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPayoutTarget?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPeriod?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perVerifier?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                            };
                            losses?: {
                                issuer_withdrawn?: "issuer" | "programme";
                                rail_failed?: "programme";
                                revoked_after_payout?: "claimant" | "issuer" | "programme";
                                takeover?: "claimant" | "programme";
                                verifier_compromised?: "verifier" | "programme";
                            };
                            noticeMs?: number;
                            offsets?: {
                                campaigns: string[];
                                sharePermilleMax: number;
                            };
                            opensAtMs: number;
                            payoutChange?: {
                                delayMs: number;
                            };
                            policy: {
                                assuranceMin: "low" | "substantial" | "high";
                                audiences?: string[];
                                computedOutputs?: {
                                    [key: string]: string;
                                };
                                condition?: string;
                                credentialTypes: string[];
                                id: string;
                                issuers?: {
                                    authorities?: string[];
                                    jurisdictions?: string[];
                                };
                                onUndetermined: "reject" | "hold";
                                onUnwitnessed?: "flag" | "undetermined";
                                outputs: {
                                    [key: string]: string;
                                };
                                overlays?: ({
                                    /** @constant */
                                    effect: "deny";
                                    jurisdiction: string;
                                    reason: string;
                                } | {
                                    budgetMs: number;
                                    check: string;
                                    /** @constant */
                                    effect: "check";
                                    jurisdiction: string;
                                    reason: string;
                                    whenLate: "hold" | "refuse" | "accept_flagged";
                                })[];
                                receiptTtlMs: number;
                                requiredClaims: {
                                    [key: string]: string | number | boolean;
                                };
                                statusAgeMaxMs: number;
                                statusLadder?: {
                                    onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                                    statusAgeMaxMs: number;
                                    uptoMinor: string;
                                }[];
                                subject?: {
                                    claims?: {
                                        [key: string]: string;
                                    };
                                    issuers?: string[];
                                    kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                                    length?: number;
                                    namespace?: string;
                                    /** @constant */
                                    takeover?: "accepted";
                                };
                                subjectClaim: string;
                            };
                            poolMinor: string;
                            /** @constant */
                            rail: "internal";
                            settlementCheck?: {
                                budgetMs: number;
                                samplePermille?: number;
                                secondVerifier?: string;
                                twoVerifiersAboveMinor?: string;
                                verifier: string;
                            };
                            title: string;
                            /** @constant */
                            unclaimed?: "return";
                            uniqueness: {
                                domain: string;
                                keyCheck?: string;
                                period: string;
                            };
                            /** @constant */
                            v: 1;
                            verifiers: string[];
                            vesting?: {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "cliff";
                                startsAtMs: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "linear";
                                startsAtMs: number;
                                stepMs: number;
                                steps: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                /** @constant */
                                kind: "tranches";
                                startsAtMs: number;
                                tranches: {
                                    afterMs: number;
                                    permille: number;
                                }[];
                            };
                            window: "instant" | {
                                allocateAfterMs: number;
                                /** @constant */
                                kind: "batch";
                            };
                        };
                        ruleHash: string;
                        settledAtMs?: number;
                        state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                        totals: {
                            accepted: {
                                amountMinor: string;
                                claims: number;
                            };
                            entered: {
                                amountMinor: string;
                                claims: number;
                            };
                            held: {
                                amountMinor: string;
                                claims: number;
                            };
                            refused: {
                                amountMinor: string;
                                claims: number;
                            };
                            reserved: {
                                amountMinor: string;
                                claims: number;
                            };
                            settled: {
                                amountMinor: string;
                                claims: number;
                            };
                            settling: {
                                amountMinor: string;
                                claims: number;
                            };
                            vesting: {
                                amountMinor: string;
                                claims: number;
                            };
                        };
                        waitingFor: {
                            handoff: string;
                            reason?: string;
                        }[];
                        window?: {
                            allocatesAtMs: number;
                            allocation?: {
                                atMs: number;
                                claims: number;
                                root: string;
                            };
                            beacon?: {
                                round: number;
                                signature: string;
                            };
                            beaconRound?: number;
                            entryRoot?: string;
                            reveals?: {
                                party: string;
                                revealedAtMs: number;
                                /** @description 32 bytes in base64url */
                                salt: string;
                                /** @description 32 bytes in base64url */
                                value: string;
                            }[];
                            revealsUntilMs?: number;
                            silent?: string[];
                            ticketRoot: string;
                            tickets: number;
                        };
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `lottery_seed_missing` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "lottery_seed_missing";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `lottery_beacon_invalid` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "lottery_beacon_invalid";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    listClaims: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
                state?: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            amountMinor?: string;
                            appealable: boolean;
                            campaignId: string;
                            claimId: string;
                            concern?: {
                                code: string;
                                words: string;
                            };
                            history: {
                                atMs: number;
                                reason?: string;
                                state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                            }[];
                            next?: {
                                byMs?: number;
                                what: string;
                            };
                            railReceipt?: string;
                            reason?: {
                                code: string;
                                words: string;
                            };
                            sinceMs: number;
                            state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    submitClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    claim: string;
                    receipt: string;
                    /** @constant */
                    v: 1;
                } | {
                    approval: {
                        holderJwk: {
                            crv: string;
                            kty: string;
                            x: string;
                            y?: string;
                        } & {
                            [key: string]: unknown;
                        };
                        keyBinding: string;
                        transactionData: string;
                    };
                    receipt: string;
                    /** @constant */
                    v: 1;
                };
            };
        };
        responses: {
            /** @description The claim is known; the same ticket, and where the claim is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        links: {
                            campaign: string;
                            events: string;
                            state: string;
                        };
                        state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        /** @description Compact JWS: proof that the claim arrived in time, the same bytes at every retry */
                        ticket: string;
                    };
                };
            };
            /** @description A ticket: the claim is durable, and will end. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        links: {
                            campaign: string;
                            events: string;
                            state: string;
                        };
                        state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        /** @description Compact JWS: proof that the claim arrived in time, the same bytes at every retry */
                        ticket: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep`, `receipt_malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep" | "receipt_malformed";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `already_claimed`, `campaign_not_open`, `claim_conflict`, `issuer_limit_reached`, `jurisdiction_limit_reached`, `payout_target_limit_reached`, `period_limit_reached`, `verifier_limit_reached` */
            409: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "already_claimed" | "campaign_not_open" | "claim_conflict" | "issuer_limit_reached" | "jurisdiction_limit_reached" | "payout_target_limit_reached" | "period_limit_reached" | "verifier_limit_reached";
                    };
                };
            };
            /** @description `campaign_closed` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_closed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `algorithm_not_accepted`, `claim_campaign_mismatch`, `claim_holder_key_mismatch`, `claim_payout_mismatch`, `claim_receipt_mismatch`, `claim_signature_invalid`, `header_not_accepted`, `limit_output_missing`, `not_in_table`, `receipt_expired`, `receipt_outcome_not_accepted`, `receipt_policy_mismatch`, `receipt_prior_missing`, `receipt_signature_invalid`, `receipt_verifier_not_named`, `receipt_wrong_audience`, `tier_not_in_rule`, `weight_malformed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "algorithm_not_accepted" | "claim_campaign_mismatch" | "claim_holder_key_mismatch" | "claim_payout_mismatch" | "claim_receipt_mismatch" | "claim_signature_invalid" | "header_not_accepted" | "limit_output_missing" | "not_in_table" | "receipt_expired" | "receipt_outcome_not_accepted" | "receipt_policy_mismatch" | "receipt_prior_missing" | "receipt_signature_invalid" | "receipt_verifier_not_named" | "receipt_wrong_audience" | "tier_not_in_rule" | "weight_malformed";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description With it: nothing is left under that policy, and for how many seconds. */
                    RateLimit?: string;
                    /** @description There when the load refuses: the policy `load` and the most requests that are in work at a time (draft-ietf-httpapi-ratelimit-headers-11). */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description With it: nothing is left under that policy, and for how many seconds. */
                    RateLimit?: string;
                    /** @description There when the load refuses: the policy `load` and the most requests that are in work at a time (draft-ietf-httpapi-ratelimit-headers-11). */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    dryRunCampaign: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    people: {
                        claims: {
                            [key: string]: string | number | boolean;
                        };
                        person: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Who would be paid how much, who falls out and why, and what splitting gains. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What it costs */
                        amountMinor: string;
                        fallsOut: {
                            people: number;
                            reason: string;
                        }[];
                        leftMinor: string;
                        outcomeRoot: string;
                        paid: number;
                        people: number;
                        ruleHash: string;
                        /** @description What one person would gain by coming as several */
                        splitting: {
                            gainMinor: string;
                            identities: number;
                        }[];
                        /** @constant */
                        v: 1;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `campaign_conflict`, `campaign_dry_run_missing`, `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_conflict" | "campaign_dry_run_missing" | "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    pauseCampaign: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    forMs: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Paused, until it lapses. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaignId: string;
                        pausedUntilMs: number;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `campaign_pause_not_allowed`, `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_pause_not_allowed" | "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    listReceivables: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of receivables. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            amountMinor: string;
                            campaignId: string;
                            cause: "revoked_after_payout" | "verifier_compromised" | "issuer_withdrawn" | "takeover" | "rail_failed";
                            claimId: string;
                            concern?: string;
                            debtor: string;
                            dueAtMs?: number;
                            evidence: string;
                            openMinor: string;
                            recoveredMinor: string;
                            sinceMs: number;
                            state: "paying" | "in_case" | "posting" | "owed" | "ending" | "kept" | "waived" | "recovered" | "written_off" | "dismissed";
                            transferId: string;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    revealSeed: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    party: string;
                    /** @description 32 bytes in base64url */
                    salt: string;
                    /** @description 32 bytes in base64url */
                    value: string;
                };
            };
        };
        responses: {
            /** @description The campaign. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        announcedAtMs?: number;
                        announcers: number;
                        campaignId: string;
                        closedAtMs?: number;
                        openedAtMs?: number;
                        pausedUntilMs?: number;
                        refusedAtMs?: number;
                        rule: {
                            allocation: {
                                amountMinor: string;
                                /** @constant */
                                kind: "fixed";
                                shortfall?: "refuse" | "scale";
                            } | {
                                /** @constant */
                                kind: "tiered";
                                shortfall?: "refuse" | "scale";
                                tiers: {
                                    [key: string]: string;
                                };
                            } | {
                                capMinor: string;
                                /** @constant */
                                kind: "equal-capped";
                            } | {
                                capMinor?: string;
                                /** @constant */
                                kind: "pro-rata";
                            } | {
                                amountMinor: string;
                                /** @constant */
                                kind: "lottery";
                                seed: {
                                    /** @constant */
                                    chain: "quicknet";
                                    delayMs: number;
                                    /** @constant */
                                    kind: "drand";
                                } | {
                                    commitments: {
                                        commitment: string;
                                        party: string;
                                    }[];
                                    /** @constant */
                                    kind: "commit-reveal";
                                    revealWithinMs: number;
                                    /** @constant */
                                    whenSilent: "void";
                                };
                                shortfall?: "refuse" | "scale";
                                winners: number;
                            } | {
                                /** @constant */
                                kind: "table";
                                layout: "uniswap-merkle" | "rfc6962";
                                root: string;
                                rows: number;
                            };
                            announcedAtMs: number;
                            asset: {
                                code: string;
                                scale: number;
                            };
                            canary?: {
                                deadlineMs: number;
                                failuresMax: number;
                                sharePermille: number;
                                waitMs: number;
                            };
                            claimExpiry?: {
                                atMs: number;
                            };
                            clawback?: {
                                appealMs: number;
                                byDefault: "claw_back" | "keep";
                                deadlineMs: number;
                                writeOffAfterMs: number;
                            };
                            closesAtMs: number;
                            hold: {
                                appealMs: number;
                                byDefault: "release" | "refuse";
                                deadlineMs: number;
                            };
                            id: string;
                            intake?: {
                                extendMsMax: number;
                                knocksMs?: number;
                                quietMs: number;
                            };
                            limits?: {
                                perIssuer?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perJurisdiction?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPayoutTarget?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perPeriod?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                                perVerifier?: {
                                    amountMinorMax?: string;
                                    claimsMax?: number;
                                };
                            };
                            losses?: {
                                issuer_withdrawn?: "issuer" | "programme";
                                rail_failed?: "programme";
                                revoked_after_payout?: "claimant" | "issuer" | "programme";
                                takeover?: "claimant" | "programme";
                                verifier_compromised?: "verifier" | "programme";
                            };
                            noticeMs?: number;
                            offsets?: {
                                campaigns: string[];
                                sharePermilleMax: number;
                            };
                            opensAtMs: number;
                            payoutChange?: {
                                delayMs: number;
                            };
                            policy: {
                                assuranceMin: "low" | "substantial" | "high";
                                audiences?: string[];
                                computedOutputs?: {
                                    [key: string]: string;
                                };
                                condition?: string;
                                credentialTypes: string[];
                                id: string;
                                issuers?: {
                                    authorities?: string[];
                                    jurisdictions?: string[];
                                };
                                onUndetermined: "reject" | "hold";
                                onUnwitnessed?: "flag" | "undetermined";
                                outputs: {
                                    [key: string]: string;
                                };
                                overlays?: ({
                                    /** @constant */
                                    effect: "deny";
                                    jurisdiction: string;
                                    reason: string;
                                } | {
                                    budgetMs: number;
                                    check: string;
                                    /** @constant */
                                    effect: "check";
                                    jurisdiction: string;
                                    reason: string;
                                    whenLate: "hold" | "refuse" | "accept_flagged";
                                })[];
                                receiptTtlMs: number;
                                requiredClaims: {
                                    [key: string]: string | number | boolean;
                                };
                                statusAgeMaxMs: number;
                                statusLadder?: {
                                    onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                                    statusAgeMaxMs: number;
                                    uptoMinor: string;
                                }[];
                                subject?: {
                                    claims?: {
                                        [key: string]: string;
                                    };
                                    issuers?: string[];
                                    kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                                    length?: number;
                                    namespace?: string;
                                    /** @constant */
                                    takeover?: "accepted";
                                };
                                subjectClaim: string;
                            };
                            poolMinor: string;
                            /** @constant */
                            rail: "internal";
                            settlementCheck?: {
                                budgetMs: number;
                                samplePermille?: number;
                                secondVerifier?: string;
                                twoVerifiersAboveMinor?: string;
                                verifier: string;
                            };
                            title: string;
                            /** @constant */
                            unclaimed?: "return";
                            uniqueness: {
                                domain: string;
                                keyCheck?: string;
                                period: string;
                            };
                            /** @constant */
                            v: 1;
                            verifiers: string[];
                            vesting?: {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "cliff";
                                startsAtMs: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                cliffMs: number;
                                /** @constant */
                                kind: "linear";
                                startsAtMs: number;
                                stepMs: number;
                                steps: number;
                            } | {
                                cancel: "never" | {
                                    noticeMs: number;
                                    rest: "forfeited" | "pool";
                                };
                                /** @constant */
                                kind: "tranches";
                                startsAtMs: number;
                                tranches: {
                                    afterMs: number;
                                    permille: number;
                                }[];
                            };
                            window: "instant" | {
                                allocateAfterMs: number;
                                /** @constant */
                                kind: "batch";
                            };
                        };
                        ruleHash: string;
                        settledAtMs?: number;
                        state: "draft" | "announced" | "open" | "closing" | "settling" | "settled" | "archived" | "paused";
                        totals: {
                            accepted: {
                                amountMinor: string;
                                claims: number;
                            };
                            entered: {
                                amountMinor: string;
                                claims: number;
                            };
                            held: {
                                amountMinor: string;
                                claims: number;
                            };
                            refused: {
                                amountMinor: string;
                                claims: number;
                            };
                            reserved: {
                                amountMinor: string;
                                claims: number;
                            };
                            settled: {
                                amountMinor: string;
                                claims: number;
                            };
                            settling: {
                                amountMinor: string;
                                claims: number;
                            };
                            vesting: {
                                amountMinor: string;
                                claims: number;
                            };
                        };
                        waitingFor: {
                            handoff: string;
                            reason?: string;
                        }[];
                        window?: {
                            allocatesAtMs: number;
                            allocation?: {
                                atMs: number;
                                claims: number;
                                root: string;
                            };
                            beacon?: {
                                round: number;
                                signature: string;
                            };
                            beaconRound?: number;
                            entryRoot?: string;
                            reveals?: {
                                party: string;
                                revealedAtMs: number;
                                /** @description 32 bytes in base64url */
                                salt: string;
                                /** @description 32 bytes in base64url */
                                value: string;
                            }[];
                            revealsUntilMs?: number;
                            silent?: string[];
                            ticketRoot: string;
                            tickets: number;
                        };
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `lottery_party_mismatch`, `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "lottery_party_mismatch" | "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `lottery_seed_missing` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "lottery_seed_missing";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `lottery_reveal_invalid` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "lottery_reveal_invalid";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showClaimState: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        again: string;
                        amountMinor?: string;
                        appeal: {
                            caseId?: string;
                            how: string;
                            made?: {
                                reason?: {
                                    appealable: boolean;
                                    code: string;
                                    retryable: boolean;
                                    words: string;
                                };
                                sentAtMs: number;
                                state: "sent" | "taken" | "not_taken" | "decided";
                            };
                            possible: boolean;
                            untilMs?: number;
                            url?: string;
                        };
                        asset: {
                            code: string;
                            scale: number;
                        };
                        campaignId: string;
                        campaignTitle: string;
                        claimId: string;
                        concern?: {
                            appealable: boolean;
                            code: string;
                            retryable: boolean;
                            words: string;
                        };
                        /** @description The same document with `iss` and `iat`, signed by the distributor */
                        jws: string;
                        next?: {
                            byDefault: string;
                            byMs: number;
                            from: string;
                            reason?: string;
                            what: string;
                        };
                        payoutChange?: {
                            confirmations: number;
                            dueAtMs?: number;
                            requestedAtMs: number;
                            state: "requested" | "confirmed" | "applying" | "applied" | "cancelled" | "lapsed" | "refused";
                            words: string;
                        };
                        railReceipt?: string;
                        reason?: {
                            appealable: boolean;
                            code: string;
                            retryable: boolean;
                            words: string;
                        };
                        recovery?: {
                            amountMinor: string;
                            appeal?: {
                                how: string;
                                untilMs: number;
                                url: string;
                            };
                            cause: "revoked_after_payout" | "verifier_compromised" | "issuer_withdrawn" | "takeover" | "rail_failed";
                            concern?: {
                                appealable: boolean;
                                code: string;
                                retryable: boolean;
                                words: string;
                            };
                            evidence: string;
                            next?: {
                                byDefault: string;
                                byMs: number;
                                from: string;
                                what: string;
                            };
                            openMinor: string;
                            operator?: string;
                            recoveredMinor: string;
                            state: "paying" | "in_case" | "posting" | "owed" | "ending" | "kept" | "waived" | "recovered" | "written_off" | "dismissed";
                            words: string;
                        };
                        sinceMs: number;
                        state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        steps: {
                            atMs: number;
                            reason?: {
                                appealable: boolean;
                                code: string;
                                retryable: boolean;
                                words: string;
                            };
                            state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                            waitedMs: number;
                            words: string;
                        }[];
                        /** @description Nothing more happens by itself */
                        terminal: boolean;
                        /** @constant */
                        v: 1;
                        vesting?: {
                            /** @constant */
                            cancelled?: true;
                            endsAtMs: number;
                            next?: {
                                amountMinor: string;
                                atMs: number;
                            };
                            paidMinor: string;
                            payments: number;
                            remainingMinor: string;
                        };
                        withheldMinor?: string;
                        words: string;
                    };
                };
            };
            /** @description The reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    appealClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appeal is durable; the state document tells what becomes of it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseId: string;
                        claimId: string;
                        links: {
                            events: string;
                            state: string;
                        };
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `case_unknown`, `claim_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_unknown" | "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `appeal_made_already`, `appeal_window_over`, `case_transition_not_allowed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "appeal_made_already" | "appeal_window_over" | "case_transition_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    followClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `state`, each a state document; their ids go into Last-Event-ID. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The reader has the last state: nothing more will come. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    explainClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        again: string;
                        amountMinor?: string;
                        appeal: {
                            caseId?: string;
                            how: string;
                            made?: {
                                reason?: {
                                    appealable: boolean;
                                    code: string;
                                    operator: string;
                                    retryable: boolean;
                                    words: string;
                                };
                                sentAtMs: number;
                                state: "sent" | "taken" | "not_taken" | "decided";
                            };
                            possible: boolean;
                            untilMs?: number;
                            url?: string;
                        };
                        asset: {
                            code: string;
                            scale: number;
                        };
                        campaignId: string;
                        campaignTitle: string;
                        claimId: string;
                        concern?: {
                            appealable: boolean;
                            code: string;
                            operator: string;
                            retryable: boolean;
                            words: string;
                        };
                        next?: {
                            byDefault: string;
                            byMs: number;
                            from: string;
                            reason?: string;
                            what: string;
                        };
                        payoutChange?: {
                            confirmations: number;
                            dueAtMs?: number;
                            requestedAtMs: number;
                            state: "requested" | "confirmed" | "applying" | "applied" | "cancelled" | "lapsed" | "refused";
                            words: string;
                        };
                        railReceipt?: string;
                        reason?: {
                            appealable: boolean;
                            code: string;
                            operator: string;
                            retryable: boolean;
                            words: string;
                        };
                        recovery?: {
                            amountMinor: string;
                            appeal?: {
                                how: string;
                                untilMs: number;
                                url: string;
                            };
                            cause: "revoked_after_payout" | "verifier_compromised" | "issuer_withdrawn" | "takeover" | "rail_failed";
                            concern?: {
                                appealable: boolean;
                                code: string;
                                operator: string;
                                retryable: boolean;
                                words: string;
                            };
                            evidence: string;
                            next?: {
                                byDefault: string;
                                byMs: number;
                                from: string;
                                what: string;
                            };
                            openMinor: string;
                            operator?: string;
                            recoveredMinor: string;
                            state: "paying" | "in_case" | "posting" | "owed" | "ending" | "kept" | "waived" | "recovered" | "written_off" | "dismissed";
                            words: string;
                        };
                        sinceMs: number;
                        state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        steps: {
                            atMs: number;
                            reason?: {
                                appealable: boolean;
                                code: string;
                                operator: string;
                                retryable: boolean;
                                words: string;
                            };
                            state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                            waitedMs: number;
                            words: string;
                        }[];
                        /** @description Nothing more happens by itself */
                        terminal: boolean;
                        vesting?: {
                            /** @constant */
                            cancelled?: true;
                            endsAtMs: number;
                            next?: {
                                amountMinor: string;
                                atMs: number;
                            };
                            paidMinor: string;
                            payments: number;
                            remainingMinor: string;
                        };
                        withheldMinor?: string;
                        words: string;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    requestPayoutChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    change: string;
                    receipt: string;
                    /** @constant */
                    v: 1;
                };
            };
        };
        responses: {
            /** @description It waits for two people. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        dueAtMs?: number;
                        state: "requested" | "confirmed" | "applying" | "applied" | "cancelled" | "lapsed" | "refused";
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep`, `receipt_malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep" | "receipt_malformed";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `payout_change_not_allowed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payout_change_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `algorithm_not_accepted`, `claim_holder_key_mismatch`, `claim_receipt_mismatch`, `claim_signature_invalid`, `header_not_accepted` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "algorithm_not_accepted" | "claim_holder_key_mismatch" | "claim_receipt_mismatch" | "claim_signature_invalid" | "header_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    cancelPayoutChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        dueAtMs?: number;
                        state: "requested" | "confirmed" | "applying" | "applied" | "cancelled" | "lapsed" | "refused";
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `payout_change_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payout_change_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    confirmPayoutChange: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        dueAtMs?: number;
                        state: "requested" | "confirmed" | "applying" | "applied" | "cancelled" | "lapsed" | "refused";
                    };
                };
            };
            /** @description `idempotency_key_missing`, `malformed_message` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_missing" | "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `payout_change_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payout_change_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `payout_change_not_allowed` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "payout_change_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    appealRecovery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appeal is durable. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseId: string;
                        claimId: string;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `case_unknown`, `receivable_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_unknown" | "receivable_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `appeal_made_already`, `appeal_window_over`, `case_transition_not_allowed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "appeal_made_already" | "appeal_window_over" | "case_transition_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showVesting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claim’s payments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amountMinor: string;
                        /** @constant */
                        cancelled?: true;
                        claimId: string;
                        endsAtMs: number;
                        next?: {
                            amountMinor: string;
                            atMs: number;
                        };
                        paidMinor: string;
                        payments: number;
                        releases: {
                            amountMinor: string;
                            number: number;
                            paidAtMs: number;
                            railReceipt: string;
                        }[];
                        remainingMinor: string;
                        state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        vestedMinor: string;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `claim_unknown`, `vesting_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown" | "vesting_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    proposeCancel: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Hash of what it rests on; the second person names the same */
                    evidence: string;
                };
            };
        };
        responses: {
            /** @description Proposed, or confirmed: then it ends when the rule’s notice has passed. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        endsAtMs?: number;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing`, `vesting_second_person_needed` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing" | "vesting_second_person_needed";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `vesting_cancel_not_allowed` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "vesting_cancel_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    withdrawCancel: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They go on. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimId: string;
                        endsAtMs?: number;
                    };
                };
            };
            /** @description `idempotency_key_missing`, `malformed_message` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_missing" | "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `vesting_cancel_not_allowed` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "vesting_cancel_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    receiveHandoffs: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/jose": string;
            };
        };
        responses: {
            /** @description What became of each item, signed; a compact JWS of at most 262144 bytes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jose": string;
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `handoff_party_unknown` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_party_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `handoff_not_for_me` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_not_for_me";
                    };
                };
            };
            /** @description `handoff_key_unknown`, `handoff_signature_invalid`, `handoff_unknown_kind` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_key_unknown" | "handoff_signature_invalid" | "handoff_unknown_kind";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    recordRepayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                transferId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountMinor: string;
                    evidence: string;
                };
            };
        };
        responses: {
            /** @description What is open. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amountMinor: string;
                        openMinor: string;
                        transferId: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `receivable_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "receivable_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `receivable_exceeded`, `receivable_not_due` */
            409: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "receivable_exceeded" | "receivable_not_due";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `amount_overflow` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "amount_overflow";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    recordRevocation: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cause: "revoked_after_payout" | "verifier_compromised" | "issuer_withdrawn" | "takeover" | "rail_failed";
                    claimIds?: string[];
                    evidence: string;
                    receiptIds?: string[];
                };
            };
        };
        responses: {
            /** @description What became of each. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claims: {
                            claimId: string;
                            outcome: ("proposed" | "taken_out" | "rest_forfeited" | "nothing_paid") | ("paying" | "in_case" | "posting" | "owed" | "ending" | "kept" | "waived" | "recovered" | "written_off" | "dismissed");
                        }[];
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `claim_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "claim_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showExposure: {
        parameters: {
            query?: {
                after?: string;
                sinceMs?: number;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                verifierId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By campaign and state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: {
                            byState: {
                                [key: string]: {
                                    amountMinor: string;
                                    claims: number;
                                };
                            };
                            campaignId: string;
                        }[];
                        holds: {
                            confirmedBy?: string;
                            evidence: string;
                            heldUntilMs?: number;
                            proposedAtMs: number;
                            proposedBy: string;
                            sinceMs: number;
                        }[];
                        verifier: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `verifier_hold_not_allowed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "verifier_hold_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    holdVerifier: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                verifierId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    evidence: string;
                    forMs: number;
                    sinceMs: number;
                };
            };
        };
        responses: {
            /** @description Proposed, or held until it lapses. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        heldUntilMs?: number;
                        sinceMs: number;
                        verifier: string;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing`, `verifier_hold_second_person_needed` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing" | "verifier_hold_second_person_needed";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `verifier_hold_not_allowed` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "verifier_hold_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    listPaidOnWord: {
        parameters: {
            query?: {
                after?: string;
                sinceMs?: number;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                verifierId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            amountMinor?: string;
                            campaignId: string;
                            claimId: string;
                            state: "entered" | "accepted" | "held" | "reserved" | "settling" | "vesting" | "settled" | "refused";
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `verifier_hold_not_allowed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "verifier_hold_not_allowed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
}
