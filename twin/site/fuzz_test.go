package site

import (
	"errors"
	"testing"

	"github.com/forecourt/forecourt/twin/strict"
)

// FuzzLoad holds that whatever is no plan is refused with a place, and that what loads is whole.
func FuzzLoad(f *testing.F) {
	for _, name := range Names() {
		_, src, err := Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := Load("f.yaml", src)
		var all strict.Errors
		switch {
		case errors.As(err, &all):
			for _, e := range all {
				if e.File != "f.yaml" || e.Message == "" {
					t.Fatalf("no place: %+v", e)
				}
			}
		case err != nil:
			t.Fatalf("%T: %v", err, err)
		default:
			for _, side := range p.Points() {
				for i, h := range side.Hoses {
					if _, ok := p.Price(h.Grade); !ok || int(h.Nozzle) != i+1 || h.Hose < 1 {
						t.Fatalf("%+v", h)
					}
				}
			}
		}
	})
}
