export async function decode(_args: string[]): Promise<number> {
  return 1;
}
