package forecourt

import (
	"fmt"
	"hash/fnv"
)

// PointCode is the short code on the label of a fuelling point: four digits, by which somebody who wants to unlock it from
// a phone shows that he stands before it. It is no secret, and another one at each point of a site (C: our own recipe).
func PointCode(site string, p Point) string {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s", site)
	return fmt.Sprintf("%04d", (uint64(h.Sum32())+uint64(p)*271)%10000)
}
