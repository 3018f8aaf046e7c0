import { z } from 'zod'
import { chartSpan, chartView } from '../charts'
import { ofProfile } from './common'

/** What happened lately, as numbers over time. */
export const chartsChannels = {
  'charts.read': { request: z.object({ ...ofProfile, span: chartSpan }), response: chartView },
} as const
