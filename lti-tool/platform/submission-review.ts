/**
 * Said with every grade-book column of ours: that a grade in it can be looked into, by the same address and custom
 * parameters that its link is launched with (LTI Submission Review 1.0, `submissionReview` of a line item).
 */
export const submissionReview = { reviewableStatus: ['InProgress', 'Submitted', 'Completed'] } as const;
