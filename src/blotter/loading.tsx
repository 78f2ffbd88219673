/** In place of what has been asked for and is not there yet. It is seen when that takes longer than a moment. */
export function Loading(props: { what?: string }) {
  return (
    <p class="loading" role="status" aria-busy="true">
      {props.what ?? "Loading…"}
    </p>
  );
}
