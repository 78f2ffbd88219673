/** Names of values between QuickFIX's way of writing them, SELL_SHORT, and the standard's, SellShort. */

/** "SELL_SHORT" is "SellShort". */
export function snakeToName(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  if (words.length === 1 && /[a-z]/.test(text)) return words[0][0].toUpperCase() + words[0].slice(1);
  return words.map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join("");
}

/** "SellShort" is "SELL_SHORT". */
export function nameToSnake(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, "_$&").toUpperCase();
}

/** "SellShort" is "sell short", for running text. */
export function nameToWords(name: string): string {
  return nameToSnake(name).replaceAll("_", " ").toLowerCase();
}
