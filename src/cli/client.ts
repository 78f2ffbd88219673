export async function client(_args: string[]): Promise<number> {
  return 1;
}
