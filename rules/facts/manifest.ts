/** What a file of this kind tells the rest of the workspace: plain data, places as anchors, no offsets. */
export interface ManifestFacts {
  readonly kind: "manifest";
}
