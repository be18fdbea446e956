"""What every site with forms shares: fields, the token of a form, the files a form carries, the receipt it ends in."""
