export { countOf, formatBytes, formatCount } from "@graft/core/domain/counts";
