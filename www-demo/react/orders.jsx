import { Link, useLocation, useSearchParams } from 'react-router';
import { members } from './members.jsx';

const orders = [
  { id: 'o-1001', status: 'sent', what: 'A pocket watch' },
  { id: 'o-1002', status: 'sent', what: 'Two packs of cards' },
  { id: 'o-1003', status: 'open', what: 'Tea for four' },
  { id: 'o-1004', status: 'open', what: 'A bottle without a label' },
];

/** A page whose address says more than its path: it has to come back whole. */
export const Orders = members(function Orders() {
  const [search] = useSearchParams();
  const { hash } = useLocation();
  const status = search.get('status');
  return (
    <>
      <h1>{status ? `Orders: ${status}` : 'Your orders'}</h1>
      <nav className="filters">
        <Link to="/orders">All</Link> <Link to="?status=open">Open</Link> <Link to="?status=sent">Sent</Link>
      </nav>
      <ul className="card orders">
        {orders
          .filter((order) => !status || order.status === status)
          .map(({ id, what }) => (
            <li key={id} id={id} aria-current={hash === `#${id}`}>
              <code>{id}</code> {what}
            </li>
          ))}
      </ul>
    </>
  );
});
