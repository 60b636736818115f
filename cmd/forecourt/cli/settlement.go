package cli

import (
	"os"
	"path/filepath"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
)

// settlements writes each network's batch of a day into a folder when it is closed. The file is written beside and renamed,
// off the loop, so that nobody sees half of one.
func (lv *living) settlements() error {
	dir := lv.verb.Settlements
	if dir == "" {
		return nil
	}
	if !lv.station.HasHost() {
		return misused("--settlements is what our merchant host settles, and --outside host leaves it out")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return misused("--settlements: %v", err)
	}
	lv.station.Loop().Watch(func(t forecourt.Told) {
		closed, ok := t.Event.(host.BatchClosed)
		if !ok {
			return
		}
		for _, b := range lv.station.Batches() {
			if b.Network == closed.Network && b.Day == closed.Day {
				go lv.writeBatch(filepath.Join(dir, b.Name()), b.CSV())
			}
		}
	})
	return nil
}

func (lv *living) writeBatch(file string, text []byte) {
	beside := file + ".part"
	err := os.WriteFile(beside, text, 0o600)
	if err == nil {
		err = os.Rename(beside, file)
	}
	if err != nil {
		lv.program.notice("the settlement file is not written: %v", err)
	}
}
