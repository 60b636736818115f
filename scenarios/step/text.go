package step

import (
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// flow writes a node in one line, as a flow map or list.
func flow(n *strict.Node) string {
	switch n.Kind() {
	case strict.Scalar:
		if n.IsString() {
			return strconv.Quote(n.Text())
		}
		return n.Text()
	case strict.Seq:
		parts := make([]string, 0, len(n.Items()))
		for _, item := range n.Items() {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case strict.Map:
		parts := make([]string, 0, len(n.Pairs()))
		for _, p := range n.Pairs() {
			parts = append(parts, flow(p.Key)+": "+flow(p.Value))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	return "null"
}
