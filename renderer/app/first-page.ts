/** Marks when the first page is on the screen, with live data: two frames later it is painted. */
export function markFirstPage(): void {
  window.requestAnimationFrame(() => {
    window.requestAnimationFrame(() => performance.mark('keyhold:first-page'))
  })
}
