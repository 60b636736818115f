package station

import (
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/site"
)

func TestAPlanTakesTheLanguagesOfTheTerminals(t *testing.T) {
	const reader = "card-reader: 1, "
	_, src, err := site.Source("kiosk")
	if err != nil || !strings.Contains(string(src), reader) {
		t.Fatal(err)
	}
	for _, l := range append([]cardreader.Language{"xx"}, cardreader.Languages...) {
		_, err := site.Load("site.yaml", []byte(strings.Replace(string(src), reader, reader+"language: "+string(l)+", ", 1)))
		if (err == nil) != (l != "xx") {
			t.Errorf("%s: %v", l, err)
		}
	}
}
