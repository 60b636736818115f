package cli

import (
	"os"
	"strings"
	"testing"
)

// TestTheReadmeHasTheTableOfCalls: forecourt list gateways --markdown prints what stands there.
func TestTheReadmeHasTheTableOfCalls(t *testing.T) {
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const from, to = "<!-- forecourt list gateways --markdown -->\n", "<!-- end -->\n"
	_, rest, ok := strings.Cut(string(text), from)
	table, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 || table != markdownGateways() {
		t.Errorf("README.md has another table than this one; put it between %q and %q:\n%s", from, to, markdownGateways())
	}
}

func TestEveryCallIsListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range listedCalls() {
		if seen[l.Call] || l.Doc == "" || l.Supported == (l.Missing != "") || l.Tested && !l.Supported {
			t.Errorf("%+v", l)
		}
		seen[l.Call] = true
	}
	if len(seen) < 40 {
		t.Errorf("only %d calls", len(seen))
	}
}
