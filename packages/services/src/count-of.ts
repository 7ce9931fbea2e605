export { countOf } from "@graft/core/domain/counts";
