package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
)

func kept(r interface {
	Kept(string, func(string, func(any) error))
}, prefix string) (all string) {
	r.Kept(prefix, func(key string, read func(any) error) {
		var n int
		if err := read(&n); err != nil {
			all += err.Error()
		}
		all += fmt.Sprintf("%s=%d ", key, n)
	})
	return all
}

func TestKeepsakesSurviveAPowerCutAndTheCompactingOfTheLog(t *testing.T) {
	r := rig(t, nil)
	r.Desk.Keep(desk.Keepsake{Key: "front/b", Value: 2}, desk.Keepsake{Key: "front/a", Value: 1}, desk.Keepsake{Key: "other/a", Value: 9})
	for i := range 1200 {
		r.Desk.Keep(desk.Keepsake{Key: "front/c", Value: i})
	}
	r.Desk.Keep(desk.Keepsake{Key: "front/b"}, desk.Keepsake{Key: "front/never"})
	const want = "front/a=1 front/c=1199 "
	if got := kept(r.Desk, "front/"); got != want {
		t.Errorf("kept %s", got)
	}
	_ = r.Loop.PowerOff(desk.Role)
	_ = r.Loop.PowerOn(desk.Role)
	r.Run(time.Second)
	if got := kept(r.Desk, "front/"); got != want {
		t.Errorf("after a power cut: %s", got)
	}
	if got := kept(r.Desk, ""); got != want+"other/a=9 " {
		t.Errorf("all: %s", got)
	}
}
