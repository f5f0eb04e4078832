import type { Attachment } from 'svelte/attachments';

/** Makes an element reachable by keyboard while its content is larger than it. */
export const keyboardScroll: Attachment<HTMLElement> = (box) => {
  const check = () => {
    const isLarger =
      box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
    if (isLarger) box.tabIndex = 0;
    else if (document.activeElement !== box) box.removeAttribute('tabindex');
  };
  const size = new ResizeObserver(check);
  size.observe(box);
  const content = new MutationObserver(check);
  content.observe(box, { childList: true, subtree: true, characterData: true });
  return () => {
    size.disconnect();
    content.disconnect();
  };
};
