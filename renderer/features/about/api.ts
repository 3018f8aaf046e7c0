import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import type { ShellPlace } from '../../../src/contract/channels/shell'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: () => request('shell.about', null),
  staleTime: Number.POSITIVE_INFINITY,
})

const licence = z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() })
export type Licence = z.infer<typeof licence>

/** Of the packages that are part of the app; the build puts them beside the page. */
export const licencesQuery = queryOptions({
  queryKey: ['licences'],
  queryFn: async () => {
    const answer = await fetch('/licences.json')
    if (!answer.ok) throw new Error(`licences.json was answered with ${answer.status}.`)
    return z.array(licence).parse(await answer.json())
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export function useOpenPlace() {
  return useMutation({
    mutationFn: (place: ShellPlace) => request('shell.open', { place }),
    onError: (error) => notifyError('The folder is not opened', error),
  })
}

/** The licences that hold the text in their name or their kind. */
export function findLicences(licences: readonly Licence[], text: string): readonly Licence[] {
  const wanted = text.trim().toLowerCase()
  return licences.filter(({ name, licence: kind }) => `${name} ${kind}`.toLowerCase().includes(wanted))
}
