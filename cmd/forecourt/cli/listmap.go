package cli

import (
	"fmt"
	"strings"
)

// listMap lists every logical nozzle of the site with its way: point, bus and address, number on the wire, hose, grade, tank.
func listMap(s *setting) (rows [][]string, items any) {
	type item struct {
		Dispenser int    `json:"dispenser"`
		Point     int    `json:"fuelling_point"`
		Bus       int    `json:"bus"`
		Dialect   string `json:"dialect"`
		Address   int    `json:"address"`
		Nozzle    int    `json:"nozzle"`
		Hose      int    `json:"hose"`
		Shared    bool   `json:"shared"` // other grades come out of the hose
		Satellite bool   `json:"satellite"`
		Grade     string `json:"grade"`
		Price     string `json:"price"`
		Tank      int    `json:"tank"`
		Reader    int    `json:"card_reader,omitempty"`
	}
	dialects := map[int]string{}
	for _, b := range s.plan.Buses {
		dialects[b.Bus] = b.Dialect
	}
	readers := map[int]int{}
	for _, r := range s.plan.CardReaders {
		readers[int(r.FuellingPoint)] = r.CardReader
	}
	all := []item{}
	rows = append(rows, []string{"dispenser", "point", "bus", "address", "nozzle", "hose", "grade", "price", "tank", "reader"})
	for _, d := range s.plan.Dispensers {
		for _, side := range d.Sides {
			for i, h := range side.Hoses {
				price, _ := s.plan.Price(h.Grade)
				it := item{
					d.Dispenser, int(side.FuellingPoint), side.Bus, dialects[side.Bus], side.Address, int(h.Nozzle), h.Hose,
					side.Hoses.Shared(i), h.Satellite, string(h.Grade), price.String(), h.Tank, readers[int(side.FuellingPoint)],
				}
				all = append(all, it)
				rows = append(rows, []string{
					fmt.Sprint(it.Dispenser), fmt.Sprint(it.Point), fmt.Sprintf("%d %s", it.Bus, it.Dialect), fmt.Sprintf("0x%02X", it.Address),
					fmt.Sprint(it.Nozzle), hoseWords(it.Hose, it.Shared, it.Satellite), it.Grade, it.Price, fmt.Sprint(it.Tank), orDash(it.Reader),
				})
			}
		}
	}
	return rows, all
}

func hoseWords(n int, shared, satellite bool) string {
	words := []string{fmt.Sprint(n)}
	if shared {
		words = append(words, "by button")
	}
	if satellite {
		words = append(words, "with satellite")
	}
	return strings.Join(words, " ")
}

func orDash(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}
