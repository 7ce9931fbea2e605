/** In the address of an extension's page: opens the review of its activation at once. */
export const activationReview = "review=activation";
