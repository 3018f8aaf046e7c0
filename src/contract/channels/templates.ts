import { z } from 'zod'
import { scheduleForm, template, templateView } from '../templates'
import { argumentText, ofProfile } from './common'

// How long a name or an argument may be is said in words, not by the shape.
const name = z.string().max(65_536)
/** Pinned ones first, then by name. */
const list = z.array(templateView)

/** Forms that are kept under a name. Each change answers the list as it then is. */
export const templatesChannels = {
  'templates.list': { request: z.object(ofProfile), response: list },
  'templates.read': { request: z.object({ ...ofProfile, name }), response: template },
  /** Over one of the same name only where `replace` says so; it stays pinned then. */
  'templates.save': {
    request: z.object({
      ...ofProfile,
      name,
      form: scheduleForm.extend({ argument: argumentText }),
      replace: z.boolean(),
    }),
    response: list,
  },
  'templates.pin': { request: z.object({ ...ofProfile, name, pinned: z.boolean() }), response: list },
  'templates.rename': { request: z.object({ ...ofProfile, name, to: name }), response: list },
  'templates.remove': { request: z.object({ ...ofProfile, name }), response: list },
} as const
