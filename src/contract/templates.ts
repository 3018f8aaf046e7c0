import { z } from 'zod'
import { LIMITS } from './limits'

/** What stands in the form of the Schedule page, as it was typed. */
export const scheduleForm = z.object({
  key: z.string().max(65_536),
  backoff: z.string().max(200),
  argument: z.string().max(LIMITS.keptArgument),
  repeat: z.string().max(200),
})
export type ScheduleForm = z.infer<typeof scheduleForm>

/** A form under a name, which no other template of its profile has. */
export const template = z.object({
  name: z.string().min(1).max(LIMITS.templateName),
  pinned: z.boolean(),
  form: scheduleForm,
})
export type Template = z.infer<typeof template>

/** A template without its argument, which may be long. */
export const templateView = template.omit({ form: true }).extend({
  key: z.string(),
  backoff: z.string(),
  repeat: z.string(),
  /** Cut to a preview. */
  argument: z.string(),
})
export type TemplateView = z.infer<typeof templateView>
