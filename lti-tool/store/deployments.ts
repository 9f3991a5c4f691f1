/** An organisation's decision about a deployment that awaits it. */
export type DeploymentVerdict = 'accept' | 'decline';

/** One decision of an organisation. */
export interface DeploymentDecision {
  /** UUID of this decision; a command that is repeated has the same. */
  readonly id: string;
  readonly deploymentId: string;
  readonly verdict: DeploymentVerdict;
}

/** Number of deployments that may await a decision. */
export const maxRequestedDeployments = 10;

/** Number of a platform's latest decisions that are remembered, so that one that is repeated is recognised. */
export const maxRememberedDecisions = 20;

/** The deployments of one platform (LTI 1.3 §3.1.3). */
export interface PlatformDeployments {
  /** The deployments this organisation has accepted. */
  readonly deploymentIds: readonly string[];
  /**
   * Where the LMS did not name a deployment when it registered: until this instant (ISO 8601 UTC) the deployment of
   * its first genuine launch is accepted. Trust on first use: the launch is signed by the LMS that was registered.
   */
  readonly firstDeploymentUntil?: string;
  /** Deployments that came in genuine launches and await the organisation's decision; at most ten. */
  readonly requestedDeploymentIds?: readonly string[];
}

/** The stored deployments of a platform. */
export interface Deployments extends PlatformDeployments {
  /** Ids of the latest decisions, oldest first. */
  readonly decisionIds: readonly string[];
}

/** The deployments of a platform to write. */
export type DeploymentsUpdate = Required<Omit<Deployments, 'firstDeploymentUntil'>>;

/**
 * The outcome of a genuine launch for its deployment, see `PlatformDeployments`.
 * @returns `written` only if something changes
 */
export function meetDeployment(
  { deploymentIds, firstDeploymentUntil, requestedDeploymentIds = [], decisionIds }: Deployments,
  deploymentId: string,
  now: string,
): { readonly answer: 'accepted' | 'requested'; readonly written?: DeploymentsUpdate } {
  if (deploymentIds.includes(deploymentId)) return { answer: 'accepted' };
  const others = requestedDeploymentIds.filter((each) => each !== deploymentId);
  if (deploymentIds.length === 0 && (firstDeploymentUntil ?? '') > now)
    return {
      answer: 'accepted',
      written: { deploymentIds: [deploymentId], requestedDeploymentIds: others, decisionIds },
    };
  if (others.length < requestedDeploymentIds.length || others.length >= maxRequestedDeployments)
    return { answer: 'requested' };
  return {
    answer: 'requested',
    written: { deploymentIds, requestedDeploymentIds: [...others, deploymentId], decisionIds },
  };
}

/**
 * The outcome of a decision about a deployment.
 * @returns `isDecided` where it counts, now or since it was made; `written` only if something changes
 */
export function decideDeployment(
  { deploymentIds, requestedDeploymentIds = [], decisionIds }: Deployments,
  { id, deploymentId, verdict }: DeploymentDecision,
): { readonly isDecided: boolean; readonly written?: DeploymentsUpdate } {
  if (decisionIds.includes(id)) return { isDecided: true };
  if (!requestedDeploymentIds.includes(deploymentId)) return { isDecided: false };
  return {
    isDecided: true,
    written: {
      deploymentIds: verdict === 'accept' ? [...deploymentIds, deploymentId] : deploymentIds,
      requestedDeploymentIds: requestedDeploymentIds.filter((each) => each !== deploymentId),
      decisionIds: [...decisionIds, id].slice(-maxRememberedDecisions),
    },
  };
}
