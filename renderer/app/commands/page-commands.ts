import { IconKey, IconPlaylistAdd, IconPlus, IconRefresh, IconSearch } from '@tabler/icons-react'
import { runOnceOffered, type Command } from '../../api/commands'
import { refreshNow } from '../../api/refresh'
import { goTo, routes, type PageName } from '../routes'

/** Shows a page and gives it the focus, so that Tab goes on from its beginning. */
function arrive(page: PageName): void {
  goTo(page)
  document.getElementById('page')?.focus({ preventScroll: true })
}

const searchable = 'input, textarea, button[tabindex="0"]'

/** Focuses what the shown page is searched by: a field, or a list that is walked. */
function focusSearch(): void {
  const field = document.querySelector<HTMLElement>('#page [data-search-field]')
  const place = field?.matches(searchable) ? field : field?.querySelector<HTMLElement>(searchable)
  place?.focus()
}

/** The pages, and what leads to one of them first. A page offers the same act anew while it is shown. */
export const pageCommands: readonly Command[] = [
  // The pages about the app itself are acts of the app.
  ...routes
    .filter(({ place }) => place === undefined)
    .map(({ page, title, icon, key }): Command => ({
      id: `page.${page}`,
      title: `Go to ${title}`,
      group: 'Pages',
      icon,
      ...(key === undefined ? {} : { keys: `g ${key}` }),
      run: () => arrive(page),
    })),
  {
    id: 'page.search',
    title: 'Search on this page, where it has a search field',
    group: 'Pages',
    icon: IconSearch,
    words: 'filter find key list',
    keys: '/',
    run: focusSearch,
  },
  {
    id: 'page.refresh',
    title: 'Refresh the tables',
    group: 'Pages',
    icon: IconRefresh,
    words: 'read again reload now',
    keys: 'r',
    run: refreshNow,
  },
  {
    id: 'schedule.job',
    title: 'Schedule a job',
    group: 'Jobs',
    icon: IconPlaylistAdd,
    words: 'new enqueue add',
    run: () => arrive('schedule'),
  },
  {
    id: 'held-keys.scan',
    title: 'Scan held keys',
    group: 'Redis',
    icon: IconKey,
    words: 'holds again refresh',
    // The page scans when it is opened.
    run: () => arrive('held-keys'),
  },
  {
    id: 'handlers.new',
    title: 'New handler…',
    group: 'Handlers',
    icon: IconPlus,
    words: 'script template create',
    run() {
      runOnceOffered('handlers.new')
      arrive('handlers')
    },
  },
]
