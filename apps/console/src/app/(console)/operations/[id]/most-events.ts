/** As much of a log as a page shows: an operation on many servers has tens of thousands of lines. */
export const mostEvents = 1_000;
