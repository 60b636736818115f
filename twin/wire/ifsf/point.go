package ifsf

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// fuellingPoint is a dispenser's database of one point: what the reports said, what was written, and the transactions.
type fuellingPoint struct {
	address byte
	nozzles []logicalNozzle

	// From the reports.
	status forecourt.Status
	nozzle forecourt.Nozzle // selected last
	out    bool
	volume unit.Indicated
	amount unit.Money
	price  unit.Price

	warmth   unit.Temperature // of the sale that the display shows, where it was measured
	measured bool

	opened  bool             // Open_FP was obeyed
	selling bool             // from Started to the end
	current forecourt.Nozzle // of the sale
	ending  bool             // a finished sale waits to be moved
	taken   bool             // it was moved, or was none
	told    toldState

	// Written.
	name               [8]byte
	depth, mode        byte
	releaseMode        byte
	zeroMode           byte
	mask               byte
	token              byte
	assigned, lock     [2]byte
	releaser, suspends Node
	volumePreset       unit.Indicated
	amountPreset       unit.Money
	frequency          uint32 // in tenths of a second
	runningAt          clock.Instant

	sales []sale
	seq   int

	errors     [maxError + 1]byte // how often each was told
	errorState [maxError + 1]forecourt.State
	heard      []unit.Price // the last PricesReport
}

type toldState struct {
	state   forecourt.State
	nozzles byte
}

type logicalNozzle struct {
	product              byte // PR_Id: 1 to 8, 0 for none
	volume               unit.Indicated
	amount               unit.Money
	hasVolume, hasAmount bool
	sales                int64
}

// product is an entry of the node's table of products.
type product struct {
	number      uint32
	description [16]byte
	price       unit.Price
	priced      bool
	credit      unit.Price // of mode 2; zero: none
}

// sale is a transaction in the buffer.
type sale struct {
	seq     int
	owner   Node
	token   byte
	amount  unit.Money
	volume  unit.Indicated
	price   unit.Price
	nozzle  forecourt.Nozzle
	product uint32
	mode    byte
	state   byte
	holder  Node

	warmth   unit.Temperature // the mean one of the fuel, where it was measured
	measured bool
}

func newPoint(c Config, o codec, address byte, index func(uint32) byte) fuellingPoint {
	p := fuellingPoint{
		address: address, depth: depthDefault, mode: 1, mask: 0xFF, status: forecourt.Status{State: forecourt.Inoperative},
		volume: o.noVolume(), amount: o.noAmount(), price: o.noPrice(), volumePreset: o.noVolume(), amountPreset: o.noAmount(),
		nozzles: make([]logicalNozzle, max(o.nozzles, 1)),
	}
	copy(p.name[:], "        ")
	p.name[0] = '0' + address - dbAllPoints
	for i := range p.nozzles {
		if n := c.product(address, i+1); n > 0 {
			p.nozzles[i].product = index(n)
		}
	}
	p.told.state = p.state()
	return p
}

// state is FP_State. What is idle or calling is closed here until it was opened: electronics that have just been priced
// are ready to be opened, as the specification's arrow from 1 to 2 says (B).
func (p *fuellingPoint) state() forecourt.State {
	if s := p.status.State; s == forecourt.Inoperative || s > forecourt.Calling || p.opened {
		return s
	}
	return forecourt.Closed
}

// nozzleState is Log_Noz_State: bit n-1 is set while nozzle n is out (A).
func (p *fuellingPoint) nozzleState() byte {
	if !p.out {
		return 0
	}
	return 1 << (p.nozzle - 1)
}

// used is the nozzle that current data are of.
func (p *fuellingPoint) used() forecourt.Nozzle {
	if p.current != 0 {
		return p.current
	}
	return p.nozzle
}

// full says that the unpaid buffer is: then no release is obeyed (B: CSS).
func (p *fuellingPoint) full() bool { return len(p.sales) >= int(p.depth) }

func (p *fuellingPoint) find(seq int) *sale {
	for i := range p.sales {
		if p.sales[i].seq == seq {
			return &p.sales[i]
		}
	}
	return nil
}

func (p *fuellingPoint) drop(seq int) {
	for i := range p.sales {
		if p.sales[i].seq == seq {
			p.sales = append(p.sales[:i], p.sales[i+1:]...)
			return
		}
	}
}
