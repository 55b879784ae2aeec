package capacity

import "dealgraph/deals"

// Layer is what of a data centre a leg buys or rents. Legs of several layers may be about the same gigawatt.
type Layer string

// The layers, from what computes to what it stands on.
const (
	Chips     Layer = "chips"
	Hosting   Layer = "hosting"
	Sites     Layer = "sites"
	Energy    Layer = "energy"
	Companies Layer = "companies"
	Other     Layer = "other"
)

// Layers lists all layers in order.
func Layers() []Layer { return []Layer{Chips, Hosting, Sites, Energy, Companies, Other} }

// Meaning says in a few words what a layer holds.
func (l Layer) Meaning() string {
	switch l {
	case Chips:
		return "chips and systems bought"
	case Hosting:
		return "computing rented"
	case Sites:
		return "sites and equipment leased"
	case Energy:
		return "power plant bought"
	case Companies:
		return "companies bought, with their sites"
	case Other:
		return "of other kinds"
	}
	return ""
}

// goods reports whether what the layer holds is delivered and stays, and is not rented.
func (l Layer) goods() bool { return l == Chips || l == Energy }

// layerOf is the layer of a kind of spending with a supplier.
func layerOf(k deals.Kind, supplier *deals.Party) Layer {
	switch k {
	case deals.Purchase:
		if supplier.Sector == "power" {
			return Energy
		}
		return Chips
	case deals.Compute:
		return Hosting
	case deals.Lease:
		return Sites
	case deals.Acquisition:
		return Companies
	}
	return Other
}
