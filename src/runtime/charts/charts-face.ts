import type { ChartSpan, ChartView } from '../../contract/charts'

/** What of the charts a page asks for. */
export interface ChartsFace {
  read(span: ChartSpan): ChartView
}
