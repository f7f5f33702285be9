// Generated from docs/reference/openapi by `npm run docs`. Do not edit.
export interface paths {
    "/accreditations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes, changes or ends an accreditation; the same record again is the same act.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["accredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acts/{actId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An act upon the accreditations, and what the network answered.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showAct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acts/{actId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes an announced act back, while no verifier can go by it; the same id again is the same act.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["cancelAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The cases that are not closed, least time left first.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One case with its history and its clocks.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseId}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a second decision by somebody else, while the appeal window is open.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["appealCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decides a case, or decides it again after an appeal, as the person whose key it is.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["decideCase"];
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
    accredit: {
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
                "application/json": {
                    mode?: "coordinated" | "immediate";
                    record: {
                        actId: string;
                        action: "issue" | "verify" | "accredit";
                        assurance: "low" | "substantial" | "high";
                        authority: string;
                        credentialTypes: string[];
                        jurisdictions: string[];
                        keys: ({
                            crv: string;
                            kty: string;
                            x: string;
                            y?: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        party: string;
                        reason?: string;
                        status: "active" | "suspended" | "withdrawn" | "superseded";
                        statusFromMs: number;
                        statusObligations?: {
                            heads: boolean;
                            leaseMsMax: number;
                            modes: ("coordinated" | "immediate" | "online")[];
                        };
                        subject: string;
                        validFromMs: number;
                        validUntilMs: number;
                    };
                };
            };
        };
        responses: {
            /** @description The act, and what the network answered. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        act: {
                            actId: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "accredit";
                            mode?: "coordinated" | "immediate";
                            record: {
                                actId: string;
                                action: "issue" | "verify" | "accredit";
                                assurance: "low" | "substantial" | "high";
                                authority: string;
                                credentialTypes: string[];
                                jurisdictions: string[];
                                keys: ({
                                    crv: string;
                                    kty: string;
                                    x: string;
                                    y?: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                party: string;
                                reason?: string;
                                status: "active" | "suspended" | "withdrawn" | "superseded";
                                statusFromMs: number;
                                statusObligations?: {
                                    heads: boolean;
                                    leaseMsMax: number;
                                    modes: ("coordinated" | "immediate" | "online")[];
                                };
                                subject: string;
                                validFromMs: number;
                                validUntilMs: number;
                            };
                        } | {
                            actId: string;
                            cancels: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "cancel";
                        };
                        effects: {
                            actId: string;
                            effectiveAtMs: number;
                            state: "announced" | "in_force" | "void" | "cancelled";
                        }[];
                        reason?: string;
                        state: "handed_over" | "applied" | "refused";
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
            /** @description `case_actor_not_allowed`, `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_actor_not_allowed" | "scope_missing";
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
            /** @description `act_conflict` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "act_conflict";
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
    showAct: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                actId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The act. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        act: {
                            actId: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "accredit";
                            mode?: "coordinated" | "immediate";
                            record: {
                                actId: string;
                                action: "issue" | "verify" | "accredit";
                                assurance: "low" | "substantial" | "high";
                                authority: string;
                                credentialTypes: string[];
                                jurisdictions: string[];
                                keys: ({
                                    crv: string;
                                    kty: string;
                                    x: string;
                                    y?: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                party: string;
                                reason?: string;
                                status: "active" | "suspended" | "withdrawn" | "superseded";
                                statusFromMs: number;
                                statusObligations?: {
                                    heads: boolean;
                                    leaseMsMax: number;
                                    modes: ("coordinated" | "immediate" | "online")[];
                                };
                                subject: string;
                                validFromMs: number;
                                validUntilMs: number;
                            };
                        } | {
                            actId: string;
                            cancels: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "cancel";
                        };
                        effects: {
                            actId: string;
                            effectiveAtMs: number;
                            state: "announced" | "in_force" | "void" | "cancelled";
                        }[];
                        reason?: string;
                        state: "handed_over" | "applied" | "refused";
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
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
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
    cancelAct: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                actId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The id of the act that takes the other back. */
                    actId: string;
                };
            };
        };
        responses: {
            /** @description The act, and what the network answered. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        act: {
                            actId: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "accredit";
                            mode?: "coordinated" | "immediate";
                            record: {
                                actId: string;
                                action: "issue" | "verify" | "accredit";
                                assurance: "low" | "substantial" | "high";
                                authority: string;
                                credentialTypes: string[];
                                jurisdictions: string[];
                                keys: ({
                                    crv: string;
                                    kty: string;
                                    x: string;
                                    y?: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                party: string;
                                reason?: string;
                                status: "active" | "suspended" | "withdrawn" | "superseded";
                                statusFromMs: number;
                                statusObligations?: {
                                    heads: boolean;
                                    leaseMsMax: number;
                                    modes: ("coordinated" | "immediate" | "online")[];
                                };
                                subject: string;
                                validFromMs: number;
                                validUntilMs: number;
                            };
                        } | {
                            actId: string;
                            cancels: string;
                            decidedAtMs: number;
                            /** @constant */
                            kind: "cancel";
                        };
                        effects: {
                            actId: string;
                            effectiveAtMs: number;
                            state: "announced" | "in_force" | "void" | "cancelled";
                        }[];
                        reason?: string;
                        state: "handed_over" | "applied" | "refused";
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
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
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
            /** @description `act_conflict` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "act_conflict";
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
    listCases: {
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
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            answered: number;
                            answerReason?: string;
                            appealedBy?: string;
                            bodyHash: string;
                            decidedAtMs?: number;
                            decidedBy?: string;
                            decision?: "release" | "refuse";
                            decisions: number;
                            dueAtMs: number;
                            openedAtMs: number;
                            opening: {
                                appealMs: number;
                                byDefault: "release" | "refuse";
                                caseId: string;
                                deadlineMs: number;
                                evidenceHash: string;
                                openedBy: string;
                                power: "release_hold" | "release_payment" | "claw_back";
                                reason: string;
                                subject: string;
                            };
                            state: "opened" | "decided" | "appealed" | "final" | "closed";
                            /** @description Send it back with a decision. */
                            version: number;
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
    showCase: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acts: {
                            act: ("decide" | "lapse" | "appeal" | "end_appeals" | "escalate" | "close") | "open";
                            actor: string;
                            atMs: number;
                            decision?: "release" | "refuse";
                            reason?: string;
                            version: number;
                        }[];
                        answered: number;
                        answerReason?: string;
                        appealedBy?: string;
                        bodyHash: string;
                        clocks: {
                            byDefault: "decide" | "lapse" | "appeal" | "end_appeals" | "escalate" | "close";
                            dueAtMs: number;
                            endedAtMs?: number;
                            leftMs?: number;
                            name: "decide" | "appeal" | "decide_appeal" | "acknowledge";
                            outcome: "running" | "met" | "fired";
                        }[];
                        decidedAtMs?: number;
                        decidedBy?: string;
                        decision?: "release" | "refuse";
                        decisions: number;
                        openedAtMs: number;
                        opening: {
                            appealMs: number;
                            byDefault: "release" | "refuse";
                            caseId: string;
                            deadlineMs: number;
                            evidenceHash: string;
                            openedBy: string;
                            power: "release_hold" | "release_payment" | "claw_back";
                            reason: string;
                            subject: string;
                        };
                        state: "opened" | "decided" | "appealed" | "final" | "closed";
                        /** @description Send it back with a decision. */
                        version: number;
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
            /** @description `case_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_unknown";
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
    appealCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The case as it stands now. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answered: number;
                        answerReason?: string;
                        appealedBy?: string;
                        bodyHash: string;
                        decidedAtMs?: number;
                        decidedBy?: string;
                        decision?: "release" | "refuse";
                        decisions: number;
                        openedAtMs: number;
                        opening: {
                            appealMs: number;
                            byDefault: "release" | "refuse";
                            caseId: string;
                            deadlineMs: number;
                            evidenceHash: string;
                            openedBy: string;
                            power: "release_hold" | "release_payment" | "claw_back";
                            reason: string;
                            subject: string;
                        };
                        state: "opened" | "decided" | "appealed" | "final" | "closed";
                        /** @description Send it back with a decision. */
                        version: number;
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
            /** @description `case_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_unknown";
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
            /** @description `appeal_made_already`, `appeal_window_over`, `case_transition_not_allowed`, `idempotency_conflict`, `idempotency_in_progress` */
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
                        code?: "appeal_made_already" | "appeal_window_over" | "case_transition_not_allowed" | "idempotency_conflict" | "idempotency_in_progress";
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
    decideCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    decision: "release" | "refuse";
                    expectedVersion: number;
                };
            };
        };
        responses: {
            /** @description The case as it stands now. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answered: number;
                        answerReason?: string;
                        appealedBy?: string;
                        bodyHash: string;
                        decidedAtMs?: number;
                        decidedBy?: string;
                        decision?: "release" | "refuse";
                        decisions: number;
                        openedAtMs: number;
                        opening: {
                            appealMs: number;
                            byDefault: "release" | "refuse";
                            caseId: string;
                            deadlineMs: number;
                            evidenceHash: string;
                            openedBy: string;
                            power: "release_hold" | "release_payment" | "claw_back";
                            reason: string;
                            subject: string;
                        };
                        state: "opened" | "decided" | "appealed" | "final" | "closed";
                        /** @description Send it back with a decision. */
                        version: number;
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
            /** @description `case_actor_not_allowed`, `case_own_decision`, `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_actor_not_allowed" | "case_own_decision" | "scope_missing";
                    };
                };
            };
            /** @description `case_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "case_unknown";
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
            /** @description `case_conflict`, `case_transition_not_allowed`, `idempotency_conflict`, `idempotency_in_progress` */
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
                        code?: "case_conflict" | "case_transition_not_allowed" | "idempotency_conflict" | "idempotency_in_progress";
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
}
