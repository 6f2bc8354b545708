// Lets the tables be sorted by a click on a column's head. The page needs nothing of this to be read.
'use strict';
(() => {
  const collator = new Intl.Collator(undefined, { numeric: true });

  // A number where the cell has one, else its text; cells with nothing come last whatever the direction.
  const keyOf = cell => {
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const text = cell.textContent.trim();
    return text === '' ? null : text;
  };

  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b);

  const sort = (table, head, column) => {
    const first = head.classList.contains('n') ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const direction = head.getAttribute('aria-sort') === first ? other : first;
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, row => ({ row, key: keyOf(row.cells[column]) }));
    rows.sort((a, b) => a.key === null || b.key === null
      ? (a.key === null) - (b.key === null)
      : sign * compare(a.key, b.key));
    body.append(...rows.map(entry => entry.row));
  };

  for (const table of document.querySelectorAll('table.sortable')) {
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      if (head.tagName !== 'TH') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => sort(table, head, column));
    });
  }
})();
